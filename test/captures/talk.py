#!/usr/bin/env python3
"""Small conversations over the kernel's own TCP and UDP.

    talk.py serve PORT                 echo UDP datagrams and TCP streams, IPv4 and IPv6
    talk.py names PORT                 answer DNS queries about the names of the zone .test
    talk.py udp ADDRESS PORT SIZE...   send datagrams of these sizes one by one, await each echo
    talk.py tcp ADDRESS PORT SIZE...   write chunks of these sizes, await the echo of each
    talk.py push ADDRESS PORT BYTES    write all bytes at once into the port's discarding
                                       neighbour PORT+1, then close

Options of udp, tcp and push (each may be given once):
    --tos N             IPv4 type of service or IPv6 traffic class
    --ttl N             IPv4 time to live or IPv6 hop limit
    --segment N         TCP maximum segment size
    --options HEX       IPv4 options
    --hop-by-hop HEX    IPv6 hop-by-hop extension header, without its next header byte
    --destination HEX   IPv6 destination options extension header, without its next header byte
    --no-checksum       UDP without a checksum
    --no-answer         do not wait for the echo (there will be none)
    --urgent            TCP: send one byte of urgent data at the end
    --reset             TCP: end with a reset instead of a FIN
"""

import argparse
import selectors
import socket
import struct
import sys

SO_NO_CHECK = 11
ANSWER_SECONDS = 3


def listen(kind, port):
    """One socket for IPv4 and IPv6."""
    entry = socket.socket(socket.AF_INET6, kind)
    entry.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    entry.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    entry.bind(("::", port))
    if kind == socket.SOCK_STREAM:
        entry.listen()
    return entry


def serve(port):
    """Echoes on the port, discards what TCP brings to the port after it."""
    selector = selectors.DefaultSelector()
    for kind, number in (
        (socket.SOCK_DGRAM, port),
        (socket.SOCK_STREAM, port),
        (socket.SOCK_STREAM, port + 1),
    ):
        selector.register(listen(kind, number), selectors.EVENT_READ, "entry")
    while True:
        for key, _ in selector.select():
            peer = key.fileobj
            if key.data == "entry" and peer.type == socket.SOCK_DGRAM:
                received, sender = peer.recvfrom(65536)
                peer.sendto(received, sender)
            elif key.data == "entry":
                stream, _ = peer.accept()
                echoes = stream.getsockname()[1] == port
                selector.register(stream, selectors.EVENT_READ, "echo" if echoes else "discard")
            else:
                try:
                    received = peer.recv(65536)
                    if received and key.data == "echo":
                        peer.sendall(received)
                except ConnectionError:
                    received = b""
                if not received:
                    selector.unregister(peer)
                    peer.close()


def names(port):
    """Answers A, AAAA and TXT of any name that ends in .test; others do not exist."""
    entry = listen(socket.SOCK_DGRAM, port)
    known = {
        1: socket.inet_pton(socket.AF_INET, "192.0.2.7"),
        28: socket.inet_pton(socket.AF_INET6, "2001:db8::7"),
        16: b"\x0astructview",
    }
    while True:
        query, sender = entry.recvfrom(65536)
        end = 12
        last = b""
        while query[end]:
            last = query[end + 1 : end + 1 + query[end]]
            end += 1 + query[end]
        kind = int.from_bytes(query[end + 1 : end + 3], "big")
        record = known.get(kind) if last == b"test" else None
        flags = 0x8580 if last == b"test" else 0x8583
        answer = query[:2] + struct.pack("!HHHHH", flags, 1, 1 if record else 0, 0, 0)
        answer += query[12 : end + 5]
        if record:
            answer += struct.pack("!HHHIH", 0xC00C, kind, 1, 60, len(record)) + record
        entry.sendto(answer, sender)


def connect(arguments, kind):
    """A connected socket with the options that the arguments ask for."""
    family = socket.AF_INET6 if ":" in arguments.address else socket.AF_INET
    peer = socket.socket(family, kind)
    peer.settimeout(ANSWER_SECONDS)
    version = 6 if family == socket.AF_INET6 else 4
    level = socket.IPPROTO_IPV6 if version == 6 else socket.IPPROTO_IP
    if arguments.tos is not None:
        peer.setsockopt(level, socket.IPV6_TCLASS if version == 6 else socket.IP_TOS, arguments.tos)
    if arguments.ttl is not None:
        name = socket.IPV6_UNICAST_HOPS if version == 6 else socket.IP_TTL
        peer.setsockopt(level, name, arguments.ttl)
    if arguments.segment is not None:
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, arguments.segment)
    if arguments.options is not None:
        peer.setsockopt(level, socket.IP_OPTIONS, bytes.fromhex(arguments.options))
    if arguments.hop_by_hop is not None:
        header = bytes(1) + bytes.fromhex(arguments.hop_by_hop)
        peer.setsockopt(level, socket.IPV6_HOPOPTS, header)
    if arguments.destination is not None:
        header = bytes(1) + bytes.fromhex(arguments.destination)
        peer.setsockopt(level, socket.IPV6_DSTOPTS, header)
    if arguments.no_checksum:
        peer.setsockopt(socket.SOL_SOCKET, SO_NO_CHECK, 1)
    peer.connect((arguments.address, arguments.port))
    return peer


def pattern(size):
    """Bytes that are easy to recognise."""
    return bytes(index % 251 for index in range(size))


def exchange(arguments, kind):
    """Sends the chunks and awaits their echoes."""
    peer = connect(arguments, kind)
    for size in arguments.sizes:
        peer.send(pattern(size))
        if arguments.no_answer:
            continue
        received = len(peer.recv(65536))
        while received < size:
            received += len(peer.recv(65536))
    if arguments.urgent:
        peer.send(b"!", socket.MSG_OOB)
    if arguments.reset:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()


def push(arguments):
    """Sends all bytes at once and waits until the other end has seen the end of them."""
    arguments.port += 1
    peer = connect(arguments, socket.SOCK_STREAM)
    peer.settimeout(20)
    peer.sendall(pattern(arguments.sizes[0]))
    peer.shutdown(socket.SHUT_WR)
    peer.recv(1)
    peer.close()


def number(text):
    """A decimal or 0x number."""
    return int(text, 0)


parser = argparse.ArgumentParser()
parser.add_argument("action", choices=["serve", "names", "udp", "tcp", "push"])
parser.add_argument("words", nargs="+")
for option in ("tos", "ttl", "segment"):
    parser.add_argument("--" + option, type=number)
for option in ("options", "hop-by-hop", "destination"):
    parser.add_argument("--" + option)
for option in ("no-checksum", "no-answer", "urgent", "reset"):
    parser.add_argument("--" + option, action="store_true")
arguments = parser.parse_args()

if arguments.action == "serve":
    serve(int(arguments.words[0]))
elif arguments.action == "names":
    names(int(arguments.words[0]))
else:
    arguments.address = arguments.words[0]
    arguments.port = int(arguments.words[1])
    arguments.sizes = [int(word) for word in arguments.words[2:]]
    try:
        if arguments.action == "push":
            push(arguments)
        else:
            kind = socket.SOCK_DGRAM if arguments.action == "udp" else socket.SOCK_STREAM
            exchange(arguments, kind)
    except OSError as error:
        sys.exit(f"talk.py {arguments.action}: {error}")
