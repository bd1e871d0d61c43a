import { readFile } from "node:fs/promises";
import { EtherType, EthernetHeader } from "../../generated/ethernet.js";
import { IpProtocol } from "../../generated/ip-protocol.js";
import { Ipv4Header } from "../../generated/ipv4.js";
import { Ipv6Header } from "../../generated/ipv6.js";
import { PcapPacket } from "../../generated/pcap.js";
import { TcpHeader } from "../../generated/tcp.js";
import { UdpHeader } from "../../generated/udp.js";
import type { Operation } from "./case.js";
import { operation } from "./case.js";

const headerSize = 24;

/** Returns a capture file, little-endian, with Ethernet frames. */
export async function captureBytes(packets: number): Promise<Uint8Array> {
  const file = await readFile(new URL("../captures/mixed-le-micro.pcap", import.meta.url));
  return repeat(file, packets);
}

/** Decoding the headers of a capture file. */
export async function captureOperations(packets: number): Promise<Operation[]> {
  const view = new DataView((await captureBytes(packets)).buffer);
  const expected = decodeByHand(view);
  return [
    operation("capture", "decode", packets, expected, [
      ["hand", "loop", () => decodeByHand(view)],
      ["structview", "viewAt", () => decodeWithViewAt(view)],
      ["structview", "new record", () => decodeWithNew(view)],
    ]),
  ];
}

/** Returns a capture of so many packets: those of `file`, again and again. */
function repeat(file: Uint8Array, packets: number): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const ends: number[] = [];
  for (let o = headerSize; o < file.length; o += 16 + view.getUint32(o + 8, true)) {
    ends.push(o + 16 + view.getUint32(o + 8, true));
  }
  const all = file.subarray(headerSize);
  const rest = (ends[(packets % ends.length) - 1] ?? headerSize) - headerSize;
  const times = Math.floor(packets / ends.length);
  const bytes = new Uint8Array(headerSize + times * all.length + rest);
  bytes.set(file.subarray(0, headerSize));
  for (let time = 0; time < times; time += 1) bytes.set(all, headerSize + time * all.length);
  bytes.set(all.subarray(0, rest), headerSize + times * all.length);
  return bytes;
}

function decodeByHand(view: DataView): number {
  const { byteLength } = view;
  let sum = 0;
  for (let o = headerSize, next = 0; o < byteLength; o = next) {
    if (o + 16 > byteLength) throw new RangeError("cut");
    next = o + 16 + view.getUint32(o + 8, true);
    if (next > byteLength) throw new RangeError("cut");
    sum += view.getUint32(o, true) + view.getUint32(o + 4, true) + view.getUint32(o + 12, true);
    const ethernet = o + 16;
    if (ethernet + 14 > next) throw new RangeError("cut");
    const etherType = view.getUint16(ethernet + 12);
    const ip = ethernet + 14;
    let end = next;
    let protocol = -1;
    let transport = 0;
    if (etherType === 0x0800) {
      if (ip + 20 > next) throw new RangeError("cut");
      const length = (view.getUint8(ip) & 15) * 4;
      if (length < 20 || ip + length > next) throw new RangeError("cut");
      const fragment = view.getUint16(ip + 6) & 0x1fff;
      const total = view.getUint16(ip + 2);
      sum += total + view.getUint8(ip + 8) + (view.getUint8(ip) >>> 4) + fragment;
      end = Math.min(next, ip + total);
      transport = ip + length;
      if (fragment === 0) protocol = view.getUint8(ip + 9);
    } else if (etherType === 0x86dd) {
      if (ip + 40 > next) throw new RangeError("cut");
      const length = view.getUint16(ip + 4);
      sum += length + view.getUint8(ip + 7) + (view.getUint8(ip) >>> 4);
      end = Math.min(next, ip + 40 + length);
      transport = ip + 40;
      protocol = view.getUint8(ip + 6);
    }
    if (protocol === 6) {
      if (transport + 20 > end) throw new RangeError("cut");
      const length = (view.getUint8(transport + 12) >>> 4) * 4;
      if (length < 20 || transport + length > end) throw new RangeError("cut");
      const flags = view.getUint8(transport + 13);
      sum +=
        view.getUint16(transport) +
        view.getUint16(transport + 2) +
        view.getUint32(transport + 4) +
        view.getUint32(transport + 8) +
        ((flags >>> 1) & 1) +
        ((flags >>> 4) & 1) +
        view.getUint16(transport + 14) +
        length;
    } else if (protocol === 17) {
      if (transport + 8 > end) throw new RangeError("cut");
      sum +=
        view.getUint16(transport) + view.getUint16(transport + 2) + view.getUint16(transport + 4);
    }
  }
  return sum;
}

function decodeWithViewAt(view: DataView): number {
  const { byteLength } = view;
  let sum = 0;
  for (let o = headerSize, next = 0; o < byteLength; o = next) {
    const packet = PcapPacket.viewAt(view, o, "little");
    next = o + PcapPacket.size + packet.capturedLength;
    if (next > byteLength) throw new RangeError("cut");
    sum += packet.seconds + packet.fraction + packet.wireLength;
    const { etherType } = EthernetHeader.viewAt(view, o + PcapPacket.size, next);
    const start = o + PcapPacket.size + EthernetHeader.size;
    let end = next;
    let protocol = -1;
    let transport = 0;
    if (etherType === EtherType.ipv4) {
      const ip = Ipv4Header.viewAt(view, start, next);
      const { fragmentOffset, totalLength } = ip;
      sum += totalLength + ip.ttl + ip.version + fragmentOffset;
      end = Math.min(next, start + totalLength);
      transport = start + ip.$size;
      if (fragmentOffset === 0) protocol = ip.protocol;
    } else if (etherType === EtherType.ipv6) {
      const ip = Ipv6Header.viewAt(view, start, next);
      sum += ip.payloadLength + ip.hopLimit + ip.version;
      transport = start + Ipv6Header.size;
      end = Math.min(next, transport + ip.payloadLength);
      protocol = ip.nextHeader;
    }
    if (protocol === IpProtocol.tcp) {
      const tcp = TcpHeader.viewAt(view, transport, end);
      sum +=
        tcp.sourcePort +
        tcp.destinationPort +
        tcp.sequenceNumber +
        tcp.acknowledgmentNumber +
        tcp.syn +
        tcp.ack +
        tcp.window +
        tcp.$size;
    } else if (protocol === IpProtocol.udp) {
      const udp = UdpHeader.viewAt(view, transport, end);
      sum += udp.sourcePort + udp.destinationPort + udp.length;
    }
  }
  return sum;
}

/** The same with constructors, and the checks of sizes by hand. */
function decodeWithNew(view: DataView): number {
  const { byteLength } = view;
  let sum = 0;
  for (let o = headerSize, next = 0; o < byteLength; o = next) {
    if (o + PcapPacket.size > byteLength) throw new RangeError("cut");
    const packet = new PcapPacket(view, o, true);
    next = o + PcapPacket.size + packet.capturedLength;
    if (next > byteLength) throw new RangeError("cut");
    sum += packet.seconds + packet.fraction + packet.wireLength;
    const start = o + PcapPacket.size + EthernetHeader.size;
    if (start > next) throw new RangeError("cut");
    const { etherType } = new EthernetHeader(view, o + PcapPacket.size);
    let end = next;
    let protocol = -1;
    let transport = 0;
    if (etherType === EtherType.ipv4) {
      if (start + Ipv4Header.minimumSize > next) throw new RangeError("cut");
      const ip = new Ipv4Header(view, start, Ipv4Header.minimumSize);
      const length = ip.ihl * 4;
      if (length < 20 || start + length > next) throw new RangeError("cut");
      const { fragmentOffset, totalLength } = ip;
      sum += totalLength + ip.ttl + ip.version + fragmentOffset;
      end = Math.min(next, start + totalLength);
      transport = start + length;
      if (fragmentOffset === 0) protocol = ip.protocol;
    } else if (etherType === EtherType.ipv6) {
      if (start + Ipv6Header.size > next) throw new RangeError("cut");
      const ip = new Ipv6Header(view, start);
      sum += ip.payloadLength + ip.hopLimit + ip.version;
      transport = start + Ipv6Header.size;
      end = Math.min(next, transport + ip.payloadLength);
      protocol = ip.nextHeader;
    }
    if (protocol === IpProtocol.tcp) {
      if (transport + TcpHeader.minimumSize > end) throw new RangeError("cut");
      const tcp = new TcpHeader(view, transport, TcpHeader.minimumSize);
      const length = tcp.dataOffset * 4;
      if (length < 20 || transport + length > end) throw new RangeError("cut");
      sum +=
        tcp.sourcePort +
        tcp.destinationPort +
        tcp.sequenceNumber +
        tcp.acknowledgmentNumber +
        tcp.syn +
        tcp.ack +
        tcp.window +
        length;
    } else if (protocol === IpProtocol.udp) {
      if (transport + UdpHeader.size > end) throw new RangeError("cut");
      const udp = new UdpHeader(view, transport);
      sum += udp.sourcePort + udp.destinationPort + udp.length;
    }
  }
  return sum;
}
