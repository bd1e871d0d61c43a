import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { CaptureError, openCapture } from "../../examples/read-capture/capture-file.js";
import { compareCapture } from "./compare.js";
import { captureFile, captureNames, folder, namesIn, readAnswer } from "./folder.js";
import { askTshark } from "./tshark.js";

/** Captures of other people, beside the repository. They are not part of it. */
const others: string =
  process.env["STRUCTVIEW_CAPTURES"] ?? resolve(folder, "../../../shared/data/captures");

const missing: string = `there is no folder ${others}: set STRUCTVIEW_CAPTURES to one with captures`;

describe("tshark, asked again", () => {
  it.each(captureNames)("says about %s what was recorded", (name) => {
    const { version, ...answer } = askTshark(captureFile(name));
    const { version: recorded, ...wanted } = readAnswer(name);
    expect(answer, `tshark ${version}, recorded with ${recorded}`).toEqual(wanted);
  });
});

describe("captures of other people", () => {
  it("are there", () => {
    expect(existsSync(others), missing).toBe(true);
    expect(namesIn(others, ".pcap").length).toBeGreaterThanOrEqual(17);
  });

  it("have every header field that tshark shows, and no other", () => {
    expect(existsSync(others), missing).toBe(true);
    const counts = { packets: 0, layers: 0, fields: 0, skipped: 0 };
    for (const name of namesIn(others, ".pcap")) {
      const file = join(others, `${name}.pcap`);
      const comparison = compareCapture(readFileSync(file), name, askTshark(file));
      expect(comparison.differences).toEqual([]);
      counts.packets += comparison.packets;
      counts.layers += comparison.layers;
      counts.fields += comparison.fields;
      counts.skipped += comparison.skipped;
    }
    expect(counts.packets).toBeGreaterThanOrEqual(530);
    expect(counts.layers).toBeGreaterThanOrEqual(1_500);
    expect(counts.fields).toBeGreaterThanOrEqual(18_000);
    // One damaged header in kday3: IPv4 by its EtherType, version 6.
    expect(counts.skipped).toBe(2);
  });

  it("in pcapng are refused with a reason", () => {
    expect(existsSync(others), missing).toBe(true);
    const bytes = readFileSync(join(others, "nhrp.pcapng"));
    expect(() => openCapture(bytes, "nhrp.pcapng")).toThrow(CaptureError);
    expect(() => openCapture(bytes, "nhrp.pcapng")).toThrow(
      "nhrp.pcapng: offset 0: pcapng is not supported, only pcap; `editcap -F pcap` converts it",
    );
  });
});
