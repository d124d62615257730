#!/usr/bin/env bash
# Does work for Kamailio's asynchronous processes reach the group that it is meant for, as it was given?
#
# Guess:   async_workers_group="name=ask;workers=4;nonblock=1" starts four processes, to which async_task_group_data
#          hands text by their name, and async_task_data as to the first and only group; a full queue refuses more.
# Truth:   async_task_group_data hands on something else, or fails: its third parameter is never evaluated. A group of a
#          name brings along a second one called default, of one process, which async_task_data sends everything to;
#          nonblock holds for the named one alone, so that who receives waits once the queue of the other is full.
#          With name=default the last two are as one thinks.
# Seen of: kamailio 5.6.3-2 of Debian 12.
# Source:  kamailio, src/modules/async/async_mod.c, fixup_async_task_route;
#          src/core/async_task.c, async_task_set_workers_group.
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

# Asks so many times at once; counts the answers of the first second.
cat > ask.py <<'PYTHON'
import socket
import sys
import time

port, many = int(sys.argv[1]), int(sys.argv[2])
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2**20)
    line.connect(("127.0.0.1", port))
    own, answers = line.getsockname()[1], 0
    for number in range(many):
        lines = ["OPTIONS sip:1@127.0.0.1 SIP/2.0", f"Via: SIP/2.0/UDP 127.0.0.1:{own};branch=z9hG4bK{number}"]
        lines += ["From: <sip:2@127.0.0.1>;tag=1", "To: <sip:1@127.0.0.1>", f"Call-ID: {number}", "CSeq: 1 OPTIONS"]
        line.send("\r\n".join([*lines, "Max-Forwards: 70", "Content-Length: 0", "", ""]).encode())
        time.sleep(0.002)
    line.settimeout(1)
    try:
        while answers < many:
            line.recv(65535)
            answers += 1
    except TimeoutError:
        pass
print("all" if answers == many else "some")
PYTHON

look() {  # a name, how work is handed over, how often, and how long one takes
    port=$(python3 -c 'import socket; s = socket.socket(2, 2); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    cat > kamailio.cfg <<KAMAILIO
listen=udp:127.0.0.1:$port
disable_tcp=yes
children=1
async_workers_group="name=$1;workers=4;nonblock=1"
mpath="$modules"
loadmodule "tm.so"
loadmodule "tmx.so"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "cfgutils.so"
loadmodule "async.so"
request_route {
    $2
    sl_send_reply("200", "OK");
}
route[ASK] {
    xlog("L_ERR", "process \$pp has [\$async(data)]\n");
    sleep("$4");
}
KAMAILIO
    "$kamailio" -DD -E -Y "$folder" -f kamailio.cfg >log 2>&1 &
    running=$!
    for _ in $(seq 100); do
        grep -qs ":$(printf %04X "$port") " /proc/net/udp && break
        sleep 0.1
    done
    answered=$(python3 ask.py "$port" "$3")
    sleep 2
    kill "$running"
    wait "$running" || true
    running=
}

for name in ask default; do
    look "$name" "async_task_group_data(\"ASK\", \"$name\", \"as it was given\");" 1 0
    arrived=$(grep -c "has \[as it was given\]" log || true)
    echo "group $name, async_task_group_data: $([ "$arrived" = 1 ] && echo as it was given || echo not as it was given)" | tee -a seen
    look "$name" 'async_task_data("ASK", "as it was given");' 4 1
    processes=$(grep -o "process [0-9]* has \[as it was given\]" log | sort -u | wc -l)
    echo "group $name, async_task_data: $processes of 4 processes work" | tee -a seen
    look "$name" 'async_task_data("ASK", "as it was given");' 600 9
    echo "group $name, 600 at once: $answered are answered within a second" | tee -a seen
done

diff seen - <<'EXPECTED' || { echo CHANGED; exit 1; }
group ask, async_task_group_data: not as it was given
group ask, async_task_data: 1 of 4 processes work
group ask, 600 at once: some are answered within a second
group default, async_task_group_data: not as it was given
group default, async_task_data: 4 of 4 processes work
group default, 600 at once: all are answered within a second
EXPECTED
