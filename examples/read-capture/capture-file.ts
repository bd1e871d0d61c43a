/**
 * Reads the packets of a capture file in the pcap format (draft-ietf-opsawg-pcap). Nothing is copied:
 * a packet is a window into the bytes of the file. Nothing that the file says is trusted: a length
 * is compared with the bytes that are left before it is used.
 */
import { type ByteOrder, type Bytes, SizeError, bytesBetween, viewOf } from "@structview/runtime";
import { PcapHeader, PcapMagic, PcapPacket, isPcapMagic } from "../../generated/pcap.js";

/** Most bytes of a packet that a capture keeps: the limit of libpcap. */
const largestPacket = 262_144;

/** A capture file whose header was read. */
export interface Capture {
  /** Order of the bytes in the headers of the file. */
  readonly byteOrder: ByteOrder;
  /** Resolution of the time stamps in the file. */
  readonly resolution: "microseconds" | "nanoseconds";
  /** What the packets start with, a value of `LinkType`. */
  readonly linkType: number;
  /** Reads one packet after the other. Throws {@link CaptureError} at the first that is damaged. */
  packets(): Generator<CapturedPacket, void, undefined>;
}

/** One packet of a capture file. */
export interface CapturedPacket {
  /** From 1. */
  readonly number: number;
  /** Bytes from the start of the file to the packet's header in the file. */
  readonly offset: number;
  /** Seconds since 1970-01-01 UTC. */
  readonly seconds: number;
  /** Nanoseconds since that second, whatever the resolution of the file is. */
  readonly nanoseconds: number;
  /** Bytes of the packet in the file. */
  readonly capturedLength: number;
  /** Bytes of the packet on the wire. */
  readonly wireLength: number;
  /** The captured bytes, a window into the file. */
  readonly bytes: Uint8Array;
}

/** Thrown where a file is damaged or is no capture that can be read here. */
export class CaptureError extends Error {
  override readonly name = "CaptureError";
  /** The file, as it was named to {@link openCapture}. */
  readonly file: string;
  /** The damaged packet, from 1, or undefined for the header of the file. */
  readonly packet: number | undefined;
  /** Bytes from the start of the file to what is wrong. */
  readonly offset: number;

  constructor(file: string, packet: number | undefined, offset: number, reason: string) {
    const place = packet === undefined ? "" : `packet ${packet} at `;
    super(`${file}: ${place}offset ${offset}: ${reason}`);
    this.file = file;
    this.packet = packet;
    this.offset = offset;
  }
}

/** Reads the header of a capture file. Throws {@link CaptureError}, whose message names `file`. */
export function openCapture(bytes: Bytes, file: string): Capture {
  const view = viewOf(bytes);
  const byteOrder = byteOrderOf(view, file);
  const header = openHeader(view, byteOrder, file);
  if (header.versionMajor !== 2) {
    const version = `${header.versionMajor}.${header.versionMinor}`;
    throw new CaptureError(file, undefined, 4, `expected version 2.4, got ${version}`);
  }
  const resolution = header.magic === PcapMagic.nanoseconds ? "nanoseconds" : "microseconds";
  return {
    byteOrder,
    resolution,
    // The upper half says whether frames end in a check sequence.
    linkType: header.linkType & 0xffff,
    packets: () => readPackets(view, byteOrder, resolution, file),
  };
}

/** Returns in which order the first four bytes are a magic number of the format. */
function byteOrderOf(view: DataView, file: string): ByteOrder {
  if (view.byteLength < 4) {
    const reason = `not a capture file: it holds ${view.byteLength} bytes`;
    throw new CaptureError(file, undefined, 0, reason);
  }
  // `PcapHeader.magic` throws for other values, so the number is tried before a header is opened.
  const magic = view.getUint32(0);
  if (isPcapMagic(magic)) return "big";
  if (isPcapMagic(view.getUint32(0, true))) return "little";
  const reason =
    magic === 0x0a0d0d0a
      ? "pcapng is not supported, only pcap; `editcap -F pcap` converts it"
      : `not a capture file: it starts with 0x${magic.toString(16).padStart(8, "0")}`;
  throw new CaptureError(file, undefined, 0, reason);
}

function openHeader(view: DataView, byteOrder: ByteOrder, file: string): PcapHeader {
  try {
    return PcapHeader.viewAt(view, 0, byteOrder);
  } catch (error) {
    if (!(error instanceof SizeError)) throw error;
    throw new CaptureError(file, undefined, 0, `the header of the file is cut: ${error.message}`);
  }
}

function* readPackets(
  view: DataView,
  byteOrder: ByteOrder,
  resolution: Capture["resolution"],
  file: string,
): Generator<CapturedPacket, void, undefined> {
  const fractions = resolution === "nanoseconds" ? 1_000_000_000 : 1_000_000;
  let offset = PcapHeader.size;
  for (let number = 1; offset < view.byteLength; number += 1) {
    const fail = (reason: string): CaptureError => new CaptureError(file, number, offset, reason);
    const left = view.byteLength - offset - PcapPacket.size;
    if (left < 0) {
      throw fail(
        `cut: its header needs ${PcapPacket.size} bytes, ${PcapPacket.size + left} are left`,
      );
    }
    const header = PcapPacket.viewAt(view, offset, byteOrder);
    const { seconds, fraction, capturedLength, wireLength } = header;
    if (capturedLength > largestPacket) {
      throw fail(`captured length ${capturedLength} is more than any capture keeps`);
    }
    // No writer does what follows: it means that this is not where a packet starts.
    if (capturedLength > wireLength) {
      throw fail(
        `captured length ${capturedLength} is more than the ${wireLength} bytes on the wire`,
      );
    }
    if (fraction >= fractions) {
      throw fail(`time stamp has ${fraction} ${resolution}, more than a second`);
    }
    if (capturedLength > left) {
      throw fail(`cut: it needs ${capturedLength} bytes, ${left} are left`);
    }
    const start = offset + PcapPacket.size;
    const end = start + capturedLength;
    const nanoseconds = fraction * (1_000_000_000 / fractions);
    const bytes = bytesBetween(view, start, end);
    yield { number, offset, seconds, nanoseconds, capturedLength, wireLength, bytes };
    offset = end;
  }
}
