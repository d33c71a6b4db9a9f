"""Addresses of documents: whose site they are on, and which two are one."""

from __future__ import annotations


def plain(url: str) -> str:
    """An address without what makes no other document of it: its scheme, `www.`, capitals of the site, a last slash."""
    slash, path = url.partition("://")[2].partition("/")[1:]
    return (host(url) + slash + path).rstrip("/")


def host(url: str) -> str:
    """The site of an address, `www.` apart."""
    return url.partition("://")[2].partition("/")[0].casefold().removeprefix("www.")
