import path from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** `unit` needs nothing but Node; `live` asks other programs, and fails where one is missing. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          root,
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.live.test.ts", "**/node_modules/**"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "live",
          root,
          include: ["test/**/*.live.test.ts"],
          testTimeout: 600_000,
        },
      },
    ],
  },
});
