#!/usr/bin/env bash
# Does nginx show one's own page for a body that is too large?
#
# Guess:   client_max_body_size and error_page 413 are all it takes.
# Truth:   For HTTP/1 they are. For HTTP/2, which is what browsers speak, nginx looks at the size once more on its way to
#          the page, and answers the page's own location with its built-in text. client_max_body_size 0 in that location
#          helps.
# Seen of: nginx 1.22.1 of Debian 12.
# Source:  nginx, src/http/ngx_http_core_module.c, ngx_http_core_find_config_phase: the check is left out where
#          r->discard_body is set, which the discarding of an HTTP/2 body never does.
set -euo pipefail

VERSION=1.22.1-9+deb12u11
folder=$(mktemp -d)
running=
trap '[ -z "$running" ] || kill "$running" 2>/dev/null; rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get download -qq "nginx=$VERSION" 2>/dev/null
for package in nginx_*.deb; do dpkg -x "$package" "$folder/root"; done
nginx="$folder/root/usr/sbin/nginx"
"$nginx" -v
curl --version | head -1

mkdir pages
echo "our own page" > pages/large.html
head -c 3000 /dev/zero > body

for more in "" "client_max_body_size 0;"; do
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    cat > nginx.conf <<NGINX
daemon off;
pid $folder/pid;
error_log $folder/error.log;
events {}
http {
    access_log off;
    client_body_temp_path $folder/body-temp;
    proxy_temp_path $folder/t1; fastcgi_temp_path $folder/t2; uwsgi_temp_path $folder/t3; scgi_temp_path $folder/t4;
    client_max_body_size 1k;
    server {
        listen 127.0.0.1:$port PROTOCOL;
        error_page 413 /pages/large.html;
        location /pages/ { internal; root $folder; $more }
    }
}
NGINX
    for protocol in "" http2; do
        sed "s/ PROTOCOL/ $protocol/" nginx.conf > now.conf
        "$nginx" -p "$folder" -e "$folder/error.log" -c "$folder/now.conf" &
        running=$!
        for _ in $(seq 100); do
            (exec 3<> "/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
            sleep 0.1
        done
        speak=--http1.1
        [ -z "$protocol" ] || speak=--http2-prior-knowledge
        # curl gives up now and then: nginx answers and resets the stream while it is still sending.
        for _ in $(seq 50); do
            got=$(curl -s --noproxy '*' $speak -w '%{http_code}' --data-binary @body "http://127.0.0.1:$port/" | tr -d '\r\n') || true
            [ "$got" = 000 ] || break
        done
        kill "$running"
        wait "$running" || true
        running=
        case $got in
            *"our own page"*) seen=own ;;
            *"413 Request Entity Too Large"*) seen=built-in ;;
            *) seen="something else: $got" ;;
        esac
        echo "${protocol:-http1} ${more:-as one guesses}: $seen" | tee -a seen
    done
done

diff seen - <<'EXPECTED' || { echo CHANGED; exit 1; }
http1 as one guesses: own
http2 as one guesses: built-in
http1 client_max_body_size 0;: own
http2 client_max_body_size 0;: own
EXPECTED
