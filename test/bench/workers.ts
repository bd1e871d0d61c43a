import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Found, Task } from "./worker.js";

/** Runs a worker under a Node, and hands on what it finds. Throws if it fails. */
export function work(execPath: string, task: Task, take: (found: Found) => void): Promise<void> {
  const file = fileURLToPath(new URL("worker.ts", import.meta.url));
  const child = fork(file, [JSON.stringify(task)], { execPath, execArgv: ["--import", "tsx"] });
  child.on("message", (found) => take(found as Found));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the suite ${task.suite} has failed`));
    });
  });
}
