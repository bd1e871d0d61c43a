import { readFile } from "node:fs/promises";
import type { Operation } from "./case.js";
import { captureOperations } from "./cases-capture.js";
import { nestedOperations } from "./cases-nested.js";
import { particleOperations } from "./cases-particle.js";
import { segmentOperations } from "./cases-segment.js";
import { textOperations } from "./cases-text.js";
import { wideOperations } from "./cases-wide.js";
import type { Generated } from "./generated.js";

/** How much there is to work on. */
export interface Sizes {
  readonly records: number;
  readonly wideRecords: number;
  readonly packets: number;
  readonly texts: number;
}

/** Returns all operations of the bench. */
export async function operationsOf(classes: Generated, sizes: Sizes): Promise<Operation[]> {
  const capture = new URL("../captures/mixed-le-micro.pcap", import.meta.url);
  return [
    ...particleOperations(classes.Particle, sizes.records),
    ...nestedOperations(classes.Scene, sizes.records),
    ...segmentOperations(classes.Segment, sizes.records),
    ...(await wideOperations(classes.Wide, sizes.wideRecords)),
    ...textOperations(classes.Texts, sizes.texts),
    ...captureOperations(await readFile(capture), sizes.packets),
  ];
}
