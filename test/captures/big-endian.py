#!/usr/bin/env python3
"""Rewrites a little-endian classic pcap file as a machine of the other byte order writes it.

    big-endian.py INPUT OUTPUT

Only the file header and the record headers change; the packets themselves stay as they are.
"""

import struct
import sys

with open(sys.argv[1], "rb") as source:
    content = source.read()

magic = struct.unpack_from("<I", content)[0]
if magic not in (0xA1B2C3D4, 0xA1B23C4D):
    sys.exit(f"{sys.argv[1]}: not a little-endian pcap file")

with open(sys.argv[2], "wb") as target:
    target.write(struct.pack(">IHHiIII", *struct.unpack_from("<IHHiIII", content)))
    offset = 24
    while offset < len(content):
        record = struct.unpack_from("<IIII", content, offset)
        offset += 16
        target.write(struct.pack(">IIII", *record) + content[offset : offset + record[2]])
        offset += record[2]
