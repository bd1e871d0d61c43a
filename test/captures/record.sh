#!/usr/bin/env bash
#
# Records the captures of this folder: real traffic between network namespaces of this machine.
#
# Debian packages: iproute2 ethtool tcpdump wireshark-common iputils-ping iputils-arping
#                  bind9-dnsutils procps python3
# Run it as root: test/captures/record.sh (takes less than a minute; nothing leaves the machine).
# It replaces every .pcap of the folder, then record-answers.ts has to be run again.
#
# The network:
#
#   sv-a a0 ---- r0 sv-r r1 ---- b0 sv-b      sv-r is an IP router
#   sv-a a1 ---- w0 sv-w w1 ---- b1 sv-b      sv-w carries frames with wire.py, which can lose
#                                             frames, and put VLAN tags on the trunk t0 ---- t1

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ "$(id -u)" != 0 ]; then
  echo "record.sh: has to run as root, it makes network namespaces" >&2
  exit 1
fi
for tool in ip ss ethtool sysctl tcpdump editcap ping arping dig python3; do
  command -v "$tool" > /dev/null || { echo "record.sh: $tool is missing, see the top" >&2; exit 1; }
done

scratch=$(mktemp -d)
started=()
namespaces=(sv-a sv-b sv-r sv-w)

remove_namespaces() {
  local name
  for name in "${namespaces[@]}"; do
    ip netns delete "$name" 2> /dev/null || true
  done
}

clean_up() {
  local process
  for process in "${started[@]}"; do
    kill "$process" 2> /dev/null || true
  done
  wait 2> /dev/null || true
  remove_namespaces
  rm -rf "$scratch"
}
trap clean_up EXIT

# --- Words for the scripts below -----------------------------------------------------------------

a() { ip netns exec sv-a "$@"; }
b() { ip netns exec sv-b "$@"; }
r() { ip netns exec sv-r "$@"; }
w() { ip netns exec sv-w "$@"; }
talk_a() { a python3 "$here/talk.py" "$@"; }

# background NAMESPACE COMMAND...: runs until the end, or until stop_last
background() {
  ip netns exec "$@" &
  started+=($!)
}

stop_last() {
  local last=$((${#started[@]} - 1))
  kill "${started[$last]}"
  wait "${started[$last]}" 2> /dev/null || true
  unset "started[$last]"
}

# await_port NAMESPACE PORT COUNT: until so many sockets wait at the port
await_port() {
  local try
  for try in {1..50}; do
    if [ "$(ip netns exec "$1" ss -Hltun "sport = :$2" | wc -l)" -ge "$3" ]; then return; fi
    sleep 0.1
  done
  echo "record.sh: nobody serves port $2 in $1" >&2
  exit 1
}

# capture NAME NAMESPACE INTERFACE [FILTER OR OPTIONS...]: starts tcpdump, until captured
capture() {
  local name=$1 namespace=$2 interface=$3 try
  shift 3
  : > "$scratch/tcpdump"
  ip netns exec "$namespace" tcpdump -Z root -n -i "$interface" --immediate-mode -U \
    -w "$scratch/$name.pcap" "$@" 2> "$scratch/tcpdump" &
  started+=($!)
  recording=$name
  for try in {1..50}; do
    if grep -q "listening on" "$scratch/tcpdump"; then return; fi
    sleep 0.1
  done
  cat "$scratch/tcpdump" >&2
  exit 1
}

captured() {
  local last=$((${#started[@]} - 1))
  sleep 0.4
  kill -INT "${started[$last]}"
  wait "${started[$last]}" || true
  unset "started[$last]"
  mv "$scratch/$recording.pcap" "$here/$recording.pcap"
  echo "$recording.pcap"
}

# cable NAMESPACE INTERFACE ADDRESS NAMESPACE INTERFACE ADDRESS: a veth pair without offloads, so
# that the frames are those of a real cable (checksums filled in, no segment larger than the MTU)
cable() {
  ip link add "$2" netns "$1" address "$3" type veth peer name "$5" netns "$4" address "$6"
  local namespace interface
  for namespace in "$1" "$4"; do
    interface=$2
    if [ "$namespace" = "$4" ]; then interface=$5; fi
    ready "$namespace" "$interface"
  done
  if [ "$1" = "$4" ]; then ready "$1" "$2"; fi
}

ready() {
  ip netns exec "$1" ethtool -K "$2" rx off tx off sg off tso off gso off gro off \
    > /dev/null 2>&1 || true
  ip -n "$1" link set "$2" up
}

# --- The network ---------------------------------------------------------------------------------

remove_namespaces
for name in "${namespaces[@]}"; do
  ip netns add "$name"
  # No router solicitations and no waiting for duplicate addresses: they would come at any time.
  ip netns exec "$name" sysctl -qw \
    net.ipv6.conf.default.accept_ra=0 net.ipv6.conf.default.router_solicitations=0 \
    net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.dad_transmits=0
  ip -n "$name" link set lo up
done
r sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
  net.ipv4.conf.all.send_redirects=1 net.ipv4.conf.default.send_redirects=1 \
  net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0 \
  net.ipv4.conf.all.accept_source_route=1 net.ipv4.conf.default.accept_source_route=1
b sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0
a sysctl -qw net.ipv4.tcp_ecn=1
w sysctl -qw net.ipv6.conf.default.disable_ipv6=1

cable sv-a a0 02:00:00:00:00:a0 sv-r r0 02:00:00:00:01:00
cable sv-r r1 02:00:00:00:01:01 sv-b b0 02:00:00:00:00:b0
cable sv-a a1 02:00:00:00:00:a1 sv-w w0 02:00:00:00:02:00
cable sv-w w1 02:00:00:00:02:01 sv-b b1 02:00:00:00:00:b1
cable sv-w t0 02:00:00:00:03:00 sv-w t1 02:00:00:00:03:01

ip -n sv-a address add 10.77.1.1/24 dev a0
ip -n sv-r address add 10.77.1.254/24 dev r0
ip -n sv-r address add 10.77.2.254/24 dev r1
ip -n sv-b address add 10.77.2.1/24 dev b0
ip -n sv-a address add 10.78.0.1/24 dev a1
ip -n sv-b address add 10.78.0.2/24 dev b1
ip -n sv-a address add fd77:1::1/64 dev a0
ip -n sv-r address add fd77:1::ff/64 dev r0
ip -n sv-r address add fd77:2::ff/64 dev r1
ip -n sv-b address add fd77:2::1/64 dev b0
ip -n sv-a route add default via 10.77.1.254
ip -n sv-b route add default via 10.77.2.254
ip -n sv-a route add default via fd77:1::ff
ip -n sv-b route add default via fd77:2::ff

background sv-a python3 "$here/talk.py" serve 7007
background sv-b python3 "$here/talk.py" serve 7007
background sv-b python3 "$here/talk.py" names 53
await_port sv-a 7007 2
await_port sv-b 7007 2
await_port sv-b 53 1
sleep 2 # the multicast listener reports of the new addresses have gone by then
rm -f "$here"/*.pcap

# --- ARP and neighbour discovery -----------------------------------------------------------------

capture arp sv-a a0 arp
ip -n sv-a neighbour flush dev a0
a ping -q -c 1 10.77.1.254 > /dev/null
a arping -q -c 2 -I a0 10.77.1.254
a arping -q -A -c 1 -I a0 10.77.1.1 || true # gratuitous, as a reply
a arping -q -U -c 1 -I a0 10.77.1.1 || true # gratuitous, as a request
a arping -q -D -c 1 -I a0 10.77.1.254 || true # probe: is the address taken?
captured

# An interface that starts: multicast reports, duplicate address detection, router solicitation,
# then solicitation and advertisement of a neighbour.
ip link add n0 netns sv-a address 02:00:00:00:00:a2 type veth \
  peer name n1 netns sv-r address 02:00:00:00:01:02
a sysctl -qw net.ipv6.conf.n0.accept_dad=1 net.ipv6.conf.n0.dad_transmits=1 \
  net.ipv6.conf.n0.accept_ra=1 net.ipv6.conf.n0.router_solicitations=1
ip -n sv-r address add fd77:3::ff/64 dev n1
ip -n sv-a address add fd77:3::1/64 dev n0
ip -n sv-r link set n1 up
capture ipv6-neighbour-discovery sv-r n1 ip6
ip -n sv-a link set n0 up
sleep 4
a ping -q -c 1 fd77:3::ff > /dev/null
captured
ip -n sv-a link delete n0

# --- Loopback ------------------------------------------------------------------------------------

capture loopback sv-a lo
for address in 127.0.0.1 ::1; do
  talk_a udp "$address" 7007 5 600
  talk_a tcp "$address" 7007 5 600
done
captured

# --- ICMP ----------------------------------------------------------------------------------------

capture icmp-echo sv-a a0 icmp
a ping -q -c 2 -i 0.2 10.77.1.254 > /dev/null
a ping -q -c 1 -s 0 -t 7 10.77.2.1 > /dev/null
a ping -q -c 1 -s 1400 -Q 0xb9 -M "do" 10.77.2.1 > /dev/null
captured

capture icmp-errors sv-a a0 "icmp or udp or tcp"
ip -n sv-r link set r1 mtu 1280
talk_a udp 10.77.2.1 9 32 2> /dev/null || true # port unreachable
a ping -q -c 1 -t 1 10.77.2.1 > /dev/null || true # time exceeded
talk_a tcp 10.77.2.1 7007 1 --ttl 1 2> /dev/null || true # the same about a SYN
a ping -q -c 1 -s 1400 -M "do" 10.77.2.1 > /dev/null || true # fragmentation needed
ip -n sv-r route add prohibit 10.99.1.0/24
ip -n sv-r route add unreachable 10.99.2.0/24
ip -n sv-r route add 10.99.3.0/24 via 10.77.1.9
ip -n sv-r neighbour add 10.77.1.9 lladdr 02:00:00:00:00:09 dev r0
sleep 1.1 # the kernel spaces out the next three
a ping -q -c 1 -W 1 10.99.1.1 > /dev/null || true # prohibited
sleep 1.1
a ping -q -c 1 -W 1 10.99.2.1 > /dev/null || true # host unreachable
a ping -q -c 1 -W 1 10.99.3.1 > /dev/null || true # redirect
captured
a ip route flush cache
ip -n sv-r link set r1 mtu 1500

capture icmp-ipv4-options sv-b b0 icmp
a ping -q -c 2 -i 0.2 -R 10.77.2.1 > /dev/null # record route
a ping -q -c 2 -i 0.2 -T tsonly 10.77.2.1 > /dev/null
a ping -q -c 2 -i 0.2 -T tsandaddr 10.77.2.1 > /dev/null
a ping -q -c 1 -T tsprespec 10.77.1.1 10.77.2.254 10.77.2.1 > /dev/null
captured

capture icmpv6-echo-and-errors sv-a a0 "ip6 and not host ff02::16"
ip -n sv-r link set r1 mtu 1280
a ping -q -c 2 -i 0.2 fd77:1::ff > /dev/null
a ping -q -c 1 -s 100 -t 9 -Q 0xb9 -F 0xabcde fd77:2::1 > /dev/null
talk_a udp fd77:2::1 9 32 2> /dev/null || true # port unreachable
a ping -q -c 1 -t 1 fd77:2::1 > /dev/null || true # time exceeded
a ping -q -c 1 -s 1400 -M "do" fd77:2::1 > /dev/null || true # packet too big
ip -n sv-r route add unreachable fd99::/64
a ping -q -c 1 -W 1 fd99::1 > /dev/null || true # no route
captured
ip -n sv-r link set r1 mtu 1500
a ip -6 route flush cache

# --- IPv4 and IPv6 -------------------------------------------------------------------------------

capture ipv4-fragments sv-b b0 "ip and not tcp"
a ping -q -c 1 -s 4000 10.77.2.1 > /dev/null
talk_a udp 10.77.2.1 7007 3000
captured

# No operation and end of list; router alert; loose source route; an experimental option (158).
capture udp-ipv4-options sv-b b0 "udp"
talk_a udp 10.77.2.1 7007 20 --options 01010100
talk_a udp 10.77.2.1 7007 20 --options 94040000
talk_a udp 10.77.1.254 7007 20 --options 01830b040a4d01fe0a4d0201 --no-answer
talk_a udp 10.77.2.1 7007 20 --options 9e06010203040000
captured

capture ipv6-extension-headers sv-b b0 "ip6 and not host ff02::16"
a ping -q -c 1 -s 3000 fd77:2::1 > /dev/null # fragment headers
talk_a udp fd77:2::1 7007 20 --hop-by-hop 00050200000100 --tos 0x2e
talk_a udp fd77:2::1 7007 20 --destination 001e0411223344
talk_a udp fd77:2::1 7007 1600 --hop-by-hop 00010400000000 --destination 00010400000000
captured

# --- UDP -----------------------------------------------------------------------------------------

capture udp sv-a a0 "udp"
talk_a udp 10.77.2.1 7007 1 18 19 512
talk_a udp 10.77.2.1 7007 0
talk_a udp 10.77.2.1 7007 32 --tos 0xb9 --ttl 9
talk_a udp 10.77.2.1 7007 32 --no-checksum
talk_a udp fd77:2::1 7007 1 18 512
talk_a udp fd77:2::1 7007 32 --tos 0xb9 --ttl 9
captured

capture dns sv-a a0 "port 53"
a dig +tries=1 @10.77.2.1 structview.test A > /dev/null
a dig +tries=1 +noedns @10.77.2.1 structview.test AAAA > /dev/null
a dig +tries=1 +noedns +nocookie @10.77.2.1 nobody.example A > /dev/null
a dig +tries=1 @fd77:2::1 structview.test TXT > /dev/null
captured

# --- TCP -----------------------------------------------------------------------------------------

capture tcp sv-a a0 "tcp"
talk_a tcp 10.77.2.1 7007 1 100 1000
talk_a tcp 10.77.2.1 7007 10 --urgent --tos 0x48
talk_a tcp 10.77.2.1 7007 10 --reset --segment 700
talk_a tcp 10.77.2.1 9 1 2> /dev/null || true # refused
b sysctl -qw net.ipv4.tcp_timestamps=0 net.ipv4.tcp_sack=0 net.ipv4.tcp_window_scaling=0
talk_a tcp 10.77.2.1 7007 10
b sysctl -qw net.ipv4.tcp_timestamps=1 net.ipv4.tcp_sack=1 net.ipv4.tcp_window_scaling=1
captured

capture tcp-ipv6 sv-a a0 "tcp"
talk_a tcp fd77:2::1 7007 1 100 1000
talk_a tcp fd77:2::1 9 1 2> /dev/null || true # refused
captured

# The wire loses four segments of the stream: holes that selective acknowledgements report. The
# 36th is the last one, which only a timer can find lost.
background sv-w python3 "$here/wire.py" w0 w1 --lose 4,7,10,36
sleep 0.5
capture tcp-retransmission sv-a a1 "tcp"
talk_a push 10.78.0.2 7007 16000 --segment 500
captured
stop_last

# --- VLAN ----------------------------------------------------------------------------------------

# vlan NAME TAG...: ARP, ICMP, UDP and TCP through a trunk with these tags
vlan() {
  local name=$1 tag tags=()
  shift
  for tag in "$@"; do tags+=(--tag "$tag"); done
  background sv-w python3 "$here/wire.py" w0 t0 "${tags[@]}"
  background sv-w python3 "$here/wire.py" w1 t1 "${tags[@]}"
  sleep 0.5
  capture "$name" sv-w t0
  ip -n sv-a neighbour flush dev a1
  a ping -q -c 2 -i 0.2 10.78.0.2 > /dev/null
  talk_a udp 10.78.0.2 7007 4 300
  talk_a tcp 10.78.0.2 7007 4
  captured
  stop_last
  stop_last
}
vlan vlan-8021q 8100:3:0:100
vlan vlan-priority 8100:5:1:0
vlan vlan-qinq 88a8:6:1:200 8100:2:0:2001

# --- A tunnel ------------------------------------------------------------------------------------

ip -n sv-a link add x0 address 02:00:00:00:00:a3 type vxlan id 7700 dstport 4789 \
  local 10.77.1.1 remote 10.77.2.1
ip -n sv-b link add x1 address 02:00:00:00:00:b3 type vxlan id 7700 dstport 4789 \
  local 10.77.2.1 remote 10.77.1.1
ip -n sv-a address add 10.79.0.1/24 dev x0
ip -n sv-b address add 10.79.0.2/24 dev x1
ip -n sv-a link set x0 up
ip -n sv-b link set x1 up
sleep 1.5
capture vxlan sv-r r0 "udp"
a ping -q -c 1 10.79.0.2 > /dev/null
talk_a tcp 10.79.0.2 7007 40
captured
ip -n sv-a link delete x0
ip -n sv-b link delete x1

# --- Other ways to write a capture ---------------------------------------------------------------

# mixed: a little of everything
mixed() {
  ip -n sv-a neighbour flush dev a0
  a ping -q -c 1 10.77.2.1 > /dev/null
  a ping -q -c 1 -R 10.77.2.1 > /dev/null
  a ping -q -c 1 fd77:2::1 > /dev/null
  talk_a udp 10.77.2.1 7007 100
  talk_a udp fd77:2::1 7007 100
  talk_a tcp 10.77.2.1 7007 200
  talk_a udp 10.77.2.1 9 100 2> /dev/null || true
}

# Only the start of each packet is kept. (The kernel's buffer leaves 58 bytes of 60.)
capture snapped sv-a a0 -s 60
mixed
captured

# The interface "any": no Ethernet header, but the one that Linux invents for it.
capture linux-cooked sv-r any -y LINUX_SLL
mixed
captured

# The same packets in both byte orders and with both resolutions of time.
capture mixed-le-nano sv-a a0 --time-stamp-precision=nano
mixed
captured
editcap -F pcap "$here/mixed-le-nano.pcap" "$here/mixed-le-micro.pcap"
for resolution in nano micro; do
  python3 "$here/big-endian.py" "$here/mixed-le-$resolution.pcap" "$here/mixed-be-$resolution.pcap"
done
echo "done: now run record-answers.ts"
