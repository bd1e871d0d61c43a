/** The generated modules of a project while vite serves it: kept current, mistakes in the overlay. */
import { createRequire } from "node:module";
import path from "node:path";
import type { UserConfig, ViteDevServer } from "vite";
import { foldersOfSchemas } from "../find-schemas.js";
import { configNames } from "../read-config.js";
import { isWithin } from "../watch.js";
import type { Failure } from "./failure.js";
import type { FilesState, ProjectFiles } from "./files.js";

/** Keeps the generated modules current as long as a development server runs. */
export async function keepWhileServing(server: ViteDevServer, files: ProjectFiles): Promise<void> {
  const { logger } = server.config;
  let state: FilesState | undefined;

  const show = (failure: Failure): void => {
    const { message, frame = "", loc } = failure;
    const err = {
      plugin: "structview",
      message,
      frame,
      stack: "",
      ...(loc && { loc, id: loc.file }),
    };
    server.ws.send({ type: "error", err });
  };

  const update = async (): Promise<void> => {
    const before = state;
    state = await files.update();
    const { failure, warnings, remarks, inputs, project } = state;
    server.watcher.add([...inputs, ...(project === undefined ? [] : foldersOfSchemas(project))]);
    for (const remark of remarks) logger.info(remark, { timestamp: true });
    if (warnings !== undefined && warnings.report !== before?.warnings?.report) {
      logger.warn(warnings.report, { timestamp: true });
    }
    if (failure !== undefined) {
      if (failure.report !== before?.failure?.report) {
        logger.error(failure.report, { timestamp: true });
      }
      show(failure);
    } else if (before?.failure !== undefined) {
      logger.info("structview: mended", { timestamp: true });
      // An update, of whatever, takes the overlay away.
      server.ws.send({ type: "update", updates: [] });
    }
  };

  const isInput = (file: string, isNew: boolean): boolean => {
    const project = state?.project;
    const outputs = project === undefined ? [] : [path.resolve(project.root, project.out)];
    if (isWithin(file, outputs)) return false;
    if (configNames.includes(path.basename(file)) || state?.inputs.includes(file)) return true;
    return isNew && /\.(m?ts|json)$/.test(file);
  };

  server.watcher.on("all", (event, file) => {
    const absolute = path.resolve(file);
    if (isInput(absolute, event === "add" || event === "unlink")) void update();
  });
  // A page that is opened later has seen no message yet.
  server.ws.on("connection", () => {
    if (state?.failure !== undefined) show(state.failure);
  });
  await update();
}

/**
 * Returns what vite has to know of the packages: it looks for those that it bundles beforehand in the text
 * of the schemas, not in that of their modules, and would find out late, with a reload of the page.
 */
export function optimizedPackages(folder: string): UserConfig {
  const exclude = ["structview"];
  try {
    createRequire(path.join(folder, "index.js")).resolve("@structview/runtime");
  } catch {
    return { optimizeDeps: { exclude } };
  }
  return { optimizeDeps: { exclude, include: ["@structview/runtime"] } };
}
