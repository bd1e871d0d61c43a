/** What is inferred of schemas holds with the oldest TypeScript that is supported, and with newer ones. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installTypeScript, typescriptVersions } from "../pipeline/typescript-versions.js";
import { InferredProject, soundnessText } from "./inferred-project.js";

let project: InferredProject;

beforeAll(async () => {
  project = await InferredProject.of("inferred-versions");
}, 120_000);

afterAll(async () => project.remove());

describe("inferred classes", () => {
  test.each(typescriptVersions)("are what is generated for TypeScript $name", async ({ name }) => {
    const tsc = await installTypeScript(name);
    expect(await project.compile("soundness.ts", soundnessText(project), tsc)).toBe("");
  });
});
