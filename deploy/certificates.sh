#!/bin/sh
# Make an authority and the certificates of the nodes, of the administrator and of the site, for
# deploy/compose.yaml: sudo deploy/certificates.sh SITE_HOST. What is there already is kept. A house with
# an authority of its own puts its files at the same places; the site's should come from one that
# browsers know. NODE_USER is the user of the nodes, who reads their keys: 1000 in the image.
set -eu
site=${1:?"usage : certificates.sh NOM-DU-SITE"}
owner=${NODE_USER:-1000}
if [ "$(id -u)" != 0 ] && [ "$(id -u)" != "$owner" ]; then
    echo "certificates.sh : les nœuds, utilisateur $owner, ne pourraient lire leurs clés." \
        "Lancer en root : sudo deploy/certificates.sh $site" >&2
    exit 1
fi
umask 077
mkdir -p "$(dirname "$0")/certificates"
cd "$(dirname "$0")/certificates"
days=825

make() { # make WHAT OPENSSL-ARGUMENTS...: what openssl says is told where it fails
    what=$1
    shift
    if ! said=$(openssl "$@" 2>&1); then
        echo "certificates.sh : pas de certificat pour $what : $said" >&2
        exit 1
    fi
}

if ! [ -e ca.pem ]; then
    make "l’autorité" req -x509 -newkey rsa:3072 -nodes -days 3650 -subj "/O=manchette/CN=authority" \
        -keyout ca-key.pem -out ca.new
    mv ca.new ca.pem
fi

certify() { # certify FOLDER FILE COMMON-NAME NAMES
    mkdir -p "$1"
    if ! [ -e "$1/$2.pem" ]; then
        make "$3" req -newkey rsa:3072 -nodes -subj "/O=manchette/CN=$3" \
            -keyout "$1/$2-key.pem" -out request.pem
        echo "subjectAltName=$4
extendedKeyUsage=serverAuth,clientAuth" >extensions
        make "$3" x509 -req -in request.pem -CA ca.pem -CAkey ca-key.pem -CAcreateserial \
            -days $days -extfile extensions -out "$1/$2.new"
        mv "$1/$2.new" "$1/$2.pem"
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
if [ "$(id -u)" = 0 ]; then
    chown -R "$owner:$owner" search-1 search-2 search-3 admin
fi
