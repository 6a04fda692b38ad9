#!/bin/sh
# Mail someone that a unit has failed, with what it said last: tell.sh UNIT. TELL is the address; a
# house that is told otherwise replaces the last command.
set -eu
unit=${1:?"usage : tell.sh UNITÉ"}
: "${TELL:?"TELL n’a pas d’adresse : la donner dans /etc/manchette/tell.env"}"
said=$(journalctl --namespace=manchette --unit="$unit" --lines=30 --output=cat --no-pager 2>&1) || true
sendmail -t <<MAIL
To: $TELL
Subject: =?UTF-8?Q?Manchette_=3A_=C3=A9chec_de_$unit?=
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

$unit a échoué sur $(uname -n). Ce qui servait sert encore ; « manchette status » dit depuis quand.

$said
MAIL
