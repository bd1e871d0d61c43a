// Exports imported structs to C again, asks the gcc of each target about them, and writes both into round-trips/.
// Run it from anywhere: tsx test/export/record-round-trips.ts

import { writeFileSync } from "node:fs";
import { fileOf, recordedTargets, recordedTrip, rowsOfCompiler } from "./round-trips.js";

for (const target of recordedTargets) {
  const trip = await recordedTrip(target);
  writeFileSync(fileOf(target, "h"), trip.text);
  writeFileSync(fileOf(target, "txt"), rowsOfCompiler(trip, target));
}
