/** Paths of Windows, as far as they can be tried elsewhere: with the `path` module of that platform. */
import { posix, win32 } from "node:path";
import { describe, expect, test } from "vitest";
import { pathFromRoot, withSlashes } from "../../compiler/dist/platform-paths.js";

describe("the path of a file from the root of a project", () => {
  test.for([
    {
      name: "below",
      root: "C:\\my app",
      file: "C:\\my app\\schemas\\größe.ts",
      want: "schemas/größe.ts",
    },
    { name: "beside", root: "C:\\app", file: "C:\\out\\point.ts", want: "../out/point.ts" },
    { name: "the same", root: "C:\\app", file: "C:\\app\\", want: "." },
    { name: "in other letters", root: "C:\\App", file: "c:\\app\\a.ts", want: "a.ts" },
    { name: "on another drive", root: "C:\\app", file: "D:\\a\\b.ts", want: "D:/a/b.ts" },
    {
      name: "on a share",
      root: "\\\\host\\s\\app",
      file: "\\\\host\\s\\app\\a\\b.ts",
      want: "a/b.ts",
    },
  ])("has forward slashes on Windows: $name", ({ root, file, want }) => {
    expect(pathFromRoot(root, file, win32)).toBe(want);
  });

  test("keeps backslashes where they are part of a name", () => {
    expect(pathFromRoot("/app", "/app/a\\b.ts", posix)).toBe("a\\b.ts");
    expect(pathFromRoot("/app", "/app", posix)).toBe(".");
  });
});

test("globs of a configuration can be written with backslashes on Windows only", () => {
  expect(withSlashes("schemas\\**\\*.ts", win32)).toBe("schemas/**/*.ts");
  expect(withSlashes("schemas/\\[a\\].ts", posix)).toBe("schemas/\\[a\\].ts");
});
