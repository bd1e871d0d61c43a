// Asks the gcc of each target about the recorded headers, and writes what it says into answers/.
// Run it from anywhere: tsx test/import-c/record-answers.ts

import { writeFileSync } from "node:fs";
import { askGcc } from "./ask-gcc.js";
import { gccs, ownAnswers, recordedHeaders, rowOf } from "./corpus.js";

const headers = recordedHeaders();
for (const [target, gcc] of Object.entries(gccs)) {
  const rows = (await ownAnswers(headers, target)).flatMap(({ questions }, index) => {
    const answers = askGcc(headers[index] ?? "", questions, gcc);
    return questions.map((question, at) => rowOf(question, answers[at]));
  });
  writeFileSync(new URL(`answers/${target}.txt`, import.meta.url), `${rows.join("\n")}\n`);
}
