#!/usr/bin/env bash
# Can a call be cancelled while Kamailio's asynchronous workers ask somebody about it?
#
# Guess:   async_task_route suspends the transaction and frees the process that received it; a CANCEL finds it suspended
#          and ends it with 487, and its fr_timer ends it where the route takes too long.
# Truth:   as long as the route runs, the worker holds the transaction's lock. The CANCEL waits for it, in a process that
#          receives, which answers nothing else meanwhile; then the route's own answer has been given. fr_timer waits too.
#          With t_suspend, async_task_data and t_continue, so that the work is done outside the transaction, both hold.
# Seen of: kamailio 5.6.3-2 of Debian 12.
# Source:  kamailio, src/modules/tm/t_suspend.c, t_continue_helper: LOCK_ASYNC_CONTINUE around the route.
# Mended:  telephony/kamailio.cfg
# Fails (status 1) as soon as any of this is not so any more.
set -euo pipefail

VERSION=5.6.3-2
folder=$(mktemp -d)
running=
trap '[ -z "$running" ] || kill "$running" 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder"
# The libraries are the system's: apt-get install kamailio, of whatever version, brings them.
apt-get download -qq "kamailio=$VERSION" 2>/dev/null
for package in kamailio_*.deb; do dpkg -x "$package" "$folder/root"; done
modules=$(echo "$folder/root/usr/lib/"*"/kamailio/modules")
export LD_LIBRARY_PATH="${modules%/modules}"
kamailio="$folder/root/usr/sbin/kamailio"
"$kamailio" -v | head -1

cat > call.py <<'PYTHON'
import socket
import sys
import time

port = int(sys.argv[1])
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
    line.bind(("127.0.0.1", 0))
    line.connect(("127.0.0.1", port))
    own = line.getsockname()[1]

    def send(method):
        lines = [f"{method} sip:1@127.0.0.1 SIP/2.0", f"Via: SIP/2.0/UDP 127.0.0.1:{own};branch=z9hG4bK1"]
        lines += ["From: <sip:2@127.0.0.1>;tag=1", "To: <sip:1@127.0.0.1>", "Call-ID: 1", f"CSeq: 1 {method}"]
        line.send("\r\n".join([*lines, "Max-Forwards: 70", "Content-Length: 0", "", ""]).encode())

    def final(patience):
        line.settimeout(patience)
        while True:
            head = line.recv(65535).decode().split("\r\n")
            status = int(head[0].split()[1])
            if status >= 200:
                return status, next(each.split()[-1] for each in head if each.startswith("CSeq")), time.monotonic()

    send("INVITE")
    if sys.argv[2] == "cancelled":
        time.sleep(0.3)
        send("CANCEL")
    began = time.monotonic()
    wanted = 2 if sys.argv[2] == "cancelled" else 1
    got = {}
    while len(got) < wanted:
        status, method, when = final(10)
        got.setdefault(method, (status, "soon" if when - began < 1.9 else "when the route is done"))
    for method, (status, when) in sorted(got.items()):
        print(f"{sys.argv[3]}, {sys.argv[2]}: {method} {status} {when}")
PYTHON

for way in route data; do
    for what in cancelled "too slow"; do
        port=$(python3 -c 'import socket; s = socket.socket(2, 2); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
        cat > kamailio.cfg <<KAMAILIO
listen=udp:127.0.0.1:$port
disable_tcp=yes
children=1
async_workers=2
mpath="$modules"
loadmodule "tm.so"
loadmodule "tmx.so"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "cfgutils.so"
loadmodule "async.so"
modparam("tm", "fr_timer", 1000)
request_route {
    if (is_method("CANCEL")) { t_relay_cancel(); exit; }
    if (!is_method("INVITE")) { exit; }
    t_newtran();
    t_on_failure("LATE");
#!ifdef WAY_route
    async_task_route("ASK");
#!else
    t_suspend();
    async_task_data("ASK", "\$T(id_index) \$T(id_label)");
#!endif
}
route[ASK] {
    sleep("3");
#!ifdef WAY_route
    t_reply("486", "Busy Here");
#!else
    \$var(index) = \$(async(data){s.select,0, }{s.int});
    \$var(label) = \$(async(data){s.select,1, }{s.int});
    t_continue("\$var(index)", "\$var(label)", "BUSY");
#!endif
}
route[BUSY] { t_reply("486", "Busy Here"); }
failure_route[LATE] { t_reply("503", "Service Unavailable"); }
KAMAILIO
        "$kamailio" -DD -E -A "WAY_$way" -Y "$folder" -f kamailio.cfg >log 2>&1 &
        running=$!
        for _ in $(seq 100); do
            grep -qs ":$(printf %04X "$port") " /proc/net/udp && break
            sleep 0.1
        done
        python3 call.py "$port" "$what" "$way" | tee -a seen
        kill "$running"
        wait "$running" || true
        running=
    done
done

diff seen - <<'EXPECTED' || { cat log; echo CHANGED; exit 1; }
route, cancelled: CANCEL 200 when the route is done
route, cancelled: INVITE 486 when the route is done
route, too slow: INVITE 486 when the route is done
data, cancelled: CANCEL 200 soon
data, cancelled: INVITE 487 soon
data, too slow: INVITE 503 soon
EXPECTED
