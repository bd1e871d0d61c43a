/** The suites of the bench: one for each kind of record, each run in a process of its own. */
import type { Operation } from "./case.js";
import { captureOperations } from "./cases-capture.js";
import { logOperations } from "./cases-log.js";
import { messageOperations } from "./cases-message.js";
import { nestedOperations } from "./cases-nested.js";
import { oddOperations } from "./cases-odd.js";
import { particleOperations } from "./cases-particle.js";
import { samplesOperations } from "./cases-samples.js";
import { segmentOperations } from "./cases-segment.js";
import { telemetryOperations } from "./cases-telemetry.js";
import { textOperations } from "./cases-text.js";
import { vertexOperations } from "./cases-vertex.js";
import { wideOperations } from "./cases-wide.js";
import type { Generated } from "./generated.js";

/** How much there is to work on. */
export interface Sizes {
  readonly records: number;
  readonly wideRecords: number;
  readonly packets: number;
  readonly texts: number;
}

/** As much as is needed for a time that tells something. */
export const fullSizes: Sizes = {
  records: 20_000,
  wideRecords: 500,
  packets: 100_000,
  texts: 1_000,
};

/** Makes the operations of one suite. */
export type Suite = (classes: Generated, sizes: Sizes) => Operation[] | Promise<Operation[]>;

/** All suites, by name. */
export const suites: ReadonlyMap<string, Suite> = new Map<string, Suite>([
  ["particle", ({ Particle }, { records }) => particleOperations(Particle, records)],
  ["nested", ({ Scene }, { records }) => nestedOperations(Scene, records)],
  ["ipv4 + tcp", ({ Segment }, { records }) => segmentOperations(Segment, records)],
  ["24 and 48 bits", ({ Odd }, { records }) => oddOperations(Odd, records)],
  ["200 fields", ({ Wide }, { wideRecords }) => wideOperations(Wide, wideRecords)],
  ["array of scalars", ({ Samples }) => samplesOperations(Samples)],
  ["telemetry", ({ Telemetry }, { records }) => telemetryOperations(Telemetry, records)],
  ["vertex", ({ Vertex }, { records }) => vertexOperations(Vertex, records)],
  ["log", ({ Line }, { records }) => logOperations(Line, records)],
  ["message", ({ Message }, { texts }) => messageOperations(Message, texts)],
  ["text", ({ Texts }, { texts }) => textOperations(Texts, texts)],
  ["capture", (_, { packets }) => captureOperations(packets)],
]);
