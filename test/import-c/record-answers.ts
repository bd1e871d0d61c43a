// Asks the compiler of each target about the recorded headers, and writes what it says into answers/.
// Run it from anywhere: tsx test/import-c/record-answers.ts

import { writeFileSync } from "node:fs";
import { asks, ownAnswers, recordedHeaders, rowOf } from "./corpus.js";

for (const [target, ask] of Object.entries(asks)) {
  const headers = recordedHeaders(target);
  const rows = (await ownAnswers(headers, target)).flatMap(({ questions }, index) => {
    const answers = ask(headers[index] ?? "", questions);
    return questions.map((question, at) => rowOf(question, answers[at]));
  });
  writeFileSync(new URL(`answers/${target}.txt`, import.meta.url), `${rows.join("\n")}\n`);
}
