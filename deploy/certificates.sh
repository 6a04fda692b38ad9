#!/bin/sh
# Make an authority and the certificates of the nodes, of the administrator and of the site, for
# deploy/compose.yaml: deploy/certificates.sh SITE_HOST. What is there already is kept. A house with
# an authority of its own puts its files at the same places; the site's should come from one that
# browsers know.
set -eu
site=${1:?"usage : deploy/certificates.sh NOM-DU-SITE"}
umask 077
mkdir -p "$(dirname "$0")/certificates"
cd "$(dirname "$0")/certificates"
days=825

if ! [ -e ca.pem ]; then
    openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj "/O=manchette/CN=authority" \
        -keyout ca-key.pem -out ca.pem 2>/dev/null
fi

certify() { # certify FOLDER FILE COMMON-NAME NAMES
    mkdir -p "$1"
    if ! [ -e "$1/$2.pem" ]; then
        openssl req -newkey rsa:3072 -nodes -subj "/O=manchette/CN=$3" \
            -keyout "$1/$2-key.pem" -out request.pem 2>/dev/null
        echo "subjectAltName=$4
extendedKeyUsage=serverAuth,clientAuth" >extensions
        openssl x509 -req -in request.pem -CA ca.pem -CAkey ca-key.pem -CAcreateserial \
            -days $days -extfile extensions -out "$1/$2.pem" 2>/dev/null
        rm request.pem extensions
    fi
    cp ca.pem "$1/ca.pem"
}

for node in search-1 search-2 search-3; do
    certify $node node $node "DNS:$node,DNS:localhost"
done
certify admin admin admin "DNS:admin"
certify site site "$site" "DNS:$site"

# the web hosts read it as another user
chmod 755 . && chmod 644 ca.pem
# the image's user, who reads a node's key; whoever is that user has them already
if [ "$(id -u)" = 0 ]; then
    chown -R 1000:1000 search-1 search-2 search-3 admin
fi
