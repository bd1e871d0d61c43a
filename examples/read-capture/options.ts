/**
 * Reads the options behind a TCP or IPv4 header. Both formats agree: kind 0 ends the list, kind 1
 * does nothing, both are one byte; every other option tells its own length.
 */
import { LayoutError, type Bytes } from "@structview/runtime";
import { type Ipv4Header, Ipv4Option } from "../../generated/ipv4.js";
import { type TcpHeader, TcpOption } from "../../generated/tcp.js";

/** One option, in the order of the header. */
export interface Option<T> {
  /** The first byte. */
  readonly kind: number;
  /** The bytes of the option, a window into the packet. */
  readonly bytes: Uint8Array;
  /** Undefined for the kinds 0 and 1, which have no length. */
  readonly record: T | undefined;
}

/** The options of a header, up to the end of the list or to the first that does not fit. */
export interface OptionList<T> {
  readonly options: readonly Option<T>[];
  readonly problem: LayoutError | undefined;
}

/** Returns the options of a TCP header. */
export function tcpOptions(header: TcpHeader): OptionList<TcpOption> {
  return readOptions(header.options, TcpOption);
}

/** Returns the options of an IPv4 header. */
export function ipv4Options(header: Ipv4Header): OptionList<Ipv4Option> {
  return readOptions(header.options, Ipv4Option);
}

function readOptions<T extends { readonly $bytes: Uint8Array }>(
  bytes: Uint8Array,
  struct: { viewPrefix(bytes: Bytes): [record: T, rest: Uint8Array] },
): OptionList<T> {
  const options: Option<T>[] = [];
  let left = bytes;
  try {
    for (let kind = left[0]; kind !== undefined; kind = left[0]) {
      if (kind <= 1) {
        options.push({ kind, bytes: left.subarray(0, 1), record: undefined });
        left = left.subarray(1);
        if (kind === 0) break;
      } else {
        const [record, rest] = struct.viewPrefix(left);
        options.push({ kind, bytes: record.$bytes, record });
        left = rest;
      }
    }
  } catch (error) {
    if (!(error instanceof LayoutError)) throw error;
    return { options, problem: error };
  }
  return { options, problem: undefined };
}
