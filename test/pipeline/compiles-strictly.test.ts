/** Generated modules compile in a user's project, with the strictest flags that TypeScript has. */
import { beforeAll, describe, expect, test } from "vitest";
import type { ProjectFile } from "./strict-project.js";
import { compileStrictly, manyModules } from "./strict-project.js";

const seed = Number(process.env["STRUCTVIEW_SEED"] ?? Math.floor(Math.random() * 2 ** 32));
let modules: readonly ProjectFile[] = [];

beforeAll(async () => {
  process.stdout.write(`STRUCTVIEW_SEED=${seed}\n`);
  modules = await manyModules(seed);
});

describe("generated modules in a user's project", () => {
  test("compile with every strict flag, resolved as Node does", async () => {
    expect(modules.length).toBeGreaterThan(65);
    expect(await compileStrictly(modules, "strict-nodenext")).toBe("");
  });

  test("compile with every strict flag, resolved as bundlers do", async () => {
    const options = { resolution: "bundler" } as const;
    expect(await compileStrictly(modules, "strict-bundler", options)).toBe("");
  });

  test("would fail that check if there were a mistake in them", async () => {
    for (const { text, reason } of [
      { text: "export const a: number = [1][0];", reason: "TS2322" },
      { text: "export enum A { b }", reason: "TS1294" },
      { text: "export const a = Math.random();", reason: "TS9010" },
      { text: "export {}; const unused = 1;", reason: "TS6133" },
    ]) {
      const output = await compileStrictly([{ name: "mistake.ts", text }], "strict-mistake");
      expect(output).toContain(reason);
    }
  });
});
