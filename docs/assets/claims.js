// Without this script all claims stand there, as groups; with it they can be filtered by words.
import { filter } from "./filter.js";

const groupOf = (section) => ({ nodes: [section], entries: [...section.querySelectorAll(".rt-claim")].map((claim) => ({ nodes: [claim] })) });

filter(document.querySelector(".rt-filter"), [...document.querySelectorAll(".rt-group")].map(groupOf), " claims");
