meta: { id: records, endian: le }
types:
  particle:
    seq:
      - { id: id, type: u4 }
      - { id: flags, type: u2 }
      - { id: kind, type: u1 }
      - { id: level, type: u1 }
      - { id: x, type: f4 }
      - { id: y, type: f4 }
      - { id: z, type: f4 }
      - { id: mass, type: f4 }
      - { id: energy, type: f8 }
      - { id: ts, type: u8 }
      - { id: name, type: str, size: 16, encoding: ASCII, terminator: 0 }
  point:
    seq:
      - { id: x, type: f4 }
      - { id: y, type: f4 }
      - { id: z, type: f4 }
  box:
    seq:
      - { id: min, type: point }
      - { id: max, type: point }
  body:
    seq:
      - { id: id, type: u4 }
      - { id: box, type: box }
  scene:
    seq:
      - { id: stamp, type: u4 }
      - { id: body, type: body }
  particles:
    seq:
      - { id: items, type: particle, repeat: eos }
  scenes:
    seq:
      - { id: items, type: scene, repeat: eos }
  texts:
    seq:
      - { id: short, type: str, size: 8, encoding: UTF-8 }
      - { id: middle, type: str, size: 32, encoding: UTF-8 }
      - { id: long, type: str, size: 256, encoding: UTF-8 }
  texts_list:
    seq:
      - { id: items, type: texts, repeat: eos }
  capture:
    seq:
      - { id: header, size: 24 }
      - { id: items, type: packet, repeat: eos }
  packet:
    seq:
      - { id: seconds, type: u4 }
      - { id: fraction, type: u4 }
      - { id: captured, type: u4 }
      - { id: wire, type: u4 }
      - { id: frame, type: ethernet, size: captured }
  ethernet:
    meta: { endian: be }
    seq:
      - { id: addresses, size: 12 }
      - { id: ether_type, type: u2 }
      - { id: body, type: { switch-on: ether_type, cases: { 2048: ipv4, 34525: ipv6 } } }
  ipv4:
    meta: { endian: be, bit-endian: be }
    seq:
      - { id: version, type: b4 }
      - { id: ihl, type: b4 }
      - { id: tos, type: u1 }
      - { id: total_length, type: u2 }
      - { id: identification, type: u2 }
      - { id: flags, type: b3 }
      - { id: fragment_offset, type: b13 }
      - { id: ttl, type: u1 }
      - { id: protocol, type: u1 }
      - { id: checksum, type: u2 }
      - { id: source, type: u4 }
      - { id: destination, type: u4 }
      - { id: options, size: "ihl * 4 - 20" }
      - { id: body, type: { switch-on: "fragment_offset == 0 ? protocol : 255", cases: { 6: tcp, 17: udp } }, size: "total_length - ihl * 4" }
  ipv6:
    meta: { endian: be, bit-endian: be }
    seq:
      - { id: version, type: b4 }
      - { id: traffic_class, type: b8 }
      - { id: flow_label, type: b20 }
      - { id: payload_length, type: u2 }
      - { id: next_header, type: u1 }
      - { id: hop_limit, type: u1 }
      - { id: addresses, size: 32 }
      - { id: body, type: { switch-on: next_header, cases: { 6: tcp, 17: udp } }, size: payload_length }
  tcp:
    meta: { endian: be, bit-endian: be }
    seq:
      - { id: source_port, type: u2 }
      - { id: destination_port, type: u2 }
      - { id: sequence_number, type: u4 }
      - { id: acknowledgment_number, type: u4 }
      - { id: data_offset, type: b4 }
      - { id: reserved, type: b4 }
      - { id: cwr, type: b1 }
      - { id: ece, type: b1 }
      - { id: urg, type: b1 }
      - { id: ack, type: b1 }
      - { id: psh, type: b1 }
      - { id: rst, type: b1 }
      - { id: syn, type: b1 }
      - { id: fin, type: b1 }
      - { id: window, type: u2 }
      - { id: checksum, type: u2 }
      - { id: urgent_pointer, type: u2 }
      - { id: options, size: "data_offset * 4 - 20" }
  udp:
    meta: { endian: be }
    seq:
      - { id: source_port, type: u2 }
      - { id: destination_port, type: u2 }
      - { id: length, type: u2 }
      - { id: checksum, type: u2 }
  segments:
    seq:
      - { id: items, type: segment, repeat: eos }
  segment:
    meta: { endian: be, bit-endian: be }
    seq:
      - { id: version, type: b4 }
      - { id: ihl, type: b4 }
      - { id: dscp, type: b6 }
      - { id: ecn, type: b2 }
      - { id: total_length, type: u2 }
      - { id: identification, type: u2 }
      - { id: reserved, type: b1 }
      - { id: dont_fragment, type: b1 }
      - { id: more_fragments, type: b1 }
      - { id: fragment_offset, type: b13 }
      - { id: ttl, type: u1 }
      - { id: protocol, type: u1 }
      - { id: header_checksum, type: u2 }
      - { id: source, type: u4 }
      - { id: destination, type: u4 }
      - { id: source_port, type: u2 }
      - { id: destination_port, type: u2 }
      - { id: sequence_number, type: u4 }
      - { id: acknowledgment_number, type: u4 }
      - { id: data_offset, type: b4 }
      - { id: reserved2, type: b4 }
      - { id: cwr, type: b1 }
      - { id: ece, type: b1 }
      - { id: urg, type: b1 }
      - { id: ack, type: b1 }
      - { id: psh, type: b1 }
      - { id: rst, type: b1 }
      - { id: syn, type: b1 }
      - { id: fin, type: b1 }
      - { id: window, type: u2 }
      - { id: checksum, type: u2 }
      - { id: urgent_pointer, type: u2 }
