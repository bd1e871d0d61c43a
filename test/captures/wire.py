#!/usr/bin/env python3
"""A wire in software: carries every Ethernet frame between two interfaces of one namespace.

    wire.py LEFT RIGHT [--lose N,N,...] [--tag TPID:PRIORITY:DEI:VLAN]...

--lose  loses the N-th TCP segments with payload that come from the left (the first is 1),
        so the real TCP at both ends has to retransmit them.
--tag   RIGHT is a trunk: frames get this VLAN tag on the way to the right and lose it on the way
        back. Twice or more: the first one is the outer tag.

It needs no VLAN, netem or netfilter support of the kernel, only AF_PACKET. It runs until it is
terminated.
"""

import argparse
import select
import socket
import struct

SOL_PACKET = 263
PACKET_AUXDATA = 8
PACKET_OUTGOING = 4
ETH_P_ALL = 3
TP_STATUS_VLAN_VALID = 0x10


def open_interface(name):
    """A raw socket that receives all frames of the interface, tags included."""
    link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    link.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
    link.bind((name, ETH_P_ALL))
    return link


def receive(link):
    """One frame as it was on the wire, or None for a frame that this socket's own side sent."""
    frame, control, _, address = link.recvmsg(65536, 256)
    if address[2] == PACKET_OUTGOING:
        return None
    for level, kind, aux in control:
        if (level, kind) == (SOL_PACKET, PACKET_AUXDATA):
            # The kernel has moved the outer tag out of the frame; put it back.
            status, _, _, _, _, tci, tpid = struct.unpack("=IIIHHHH", aux[:20])
            if status & TP_STATUS_VLAN_VALID:
                frame = frame[:12] + struct.pack("!HH", tpid, tci) + frame[12:]
    return frame


def has_tcp_payload(frame):
    """Whether the untagged frame is IPv4 with TCP payload."""
    if len(frame) < 54 or frame[12:14] != b"\x08\x00" or frame[23] != 6:
        return False
    ip_header = (frame[14] & 15) * 4
    tcp_header = (frame[14 + ip_header + 12] >> 4) * 4
    return int.from_bytes(frame[16:18], "big") > ip_header + tcp_header


def tag_bytes(text):
    """The four bytes of a tag given as TPID:PRIORITY:DEI:VLAN (TPID in hexadecimal)."""
    tpid, priority, dei, vlan = text.split(":")
    return struct.pack("!HH", int(tpid, 16), int(priority) << 13 | int(dei) << 12 | int(vlan))


parser = argparse.ArgumentParser()
parser.add_argument("left")
parser.add_argument("right")
parser.add_argument("--lose", default="")
parser.add_argument("--tag", action="append", default=[])
arguments = parser.parse_args()

left = open_interface(arguments.left)
right = open_interface(arguments.right)
lost = {int(number) for number in arguments.lose.split(",") if number}
tags = b"".join(tag_bytes(tag) for tag in arguments.tag)
segments = 0

while True:
    for link in select.select([left, right], [], [])[0]:
        frame = receive(link)
        if frame is None:
            continue
        if link is left:
            if has_tcp_payload(frame):
                segments += 1
                if segments in lost:
                    continue
            right.send(frame[:12] + tags + frame[12:])
        elif frame[12 : 12 + len(tags)] == tags:
            left.send(frame[:12] + frame[12 + len(tags) :])
