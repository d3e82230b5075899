#!/bin/sh
# Makes the certificates of these tests anew, valid for 100 years. The tests need only what it leaves here.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Fixed, so that they are valid on a machine whose clock is slow too.
begin=20200101000000Z
end=21251231235959Z

# self file subject extensions: a key, and a certificate that it signs itself.
self() {
  openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$1.key"
  mkdir "$work/$1" "$work/$1/new"
  : >"$work/$1/index"
  echo 01 >"$work/$1/serial"
  echo 01 >"$work/$1/crlnumber"
  cat >"$work/$1/config" <<END
[ca]
default_ca = this
[this]
database = $work/$1/index
serial = $work/$1/serial
crlnumber = $work/$1/crlnumber
new_certs_dir = $work/$1/new
certificate = $1.crt
private_key = $1.key
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
END
  issue "$1" "$1" "$2" "$3" "$begin" "$end" -selfsign
}

# signed authority file subject extensions [begin end]: a key, and a certificate that the authority signs.
signed() {
  openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$2.key"
  issue "$1" "$2" "$3" "$4" "${5:-$begin}" "${6:-$end}"
}

issue() {
  openssl req -new -key "$2.key" -subj "/CN=$3" -out "$work/request"
  printf '%b\n' "$4" >"$work/extensions"
  config=$work/$1/config file=$2 from=$5 to=$6
  shift 6
  openssl ca -batch -notext -config "$config" -in "$work/request" -extfile "$work/extensions" \
    -startdate "$from" -enddate "$to" -out "$file.crt" "$@" 2>/dev/null
}

authority='basicConstraints = critical, CA:TRUE\nkeyUsage = critical, keyCertSign, cRLSign\nsubjectKeyIdentifier = hash'
here='subjectAltName = DNS:localhost, IP:127.0.0.1'

self ca 'Keelson test authority' "$authority"
self other-ca 'Another test authority' "$authority"
self self-signed localhost "$here"

signed ca right localhost "$here"
signed ca name-only localhost 'subjectAltName = DNS:localhost'
signed ca wrong-name db.example.com 'subjectAltName = DNS:db.example.com, IP:192.0.2.1'
signed ca expired localhost "$here" 20000101000000Z 20010101000000Z
signed ca revoked localhost "$here"
signed ca client certified 'extendedKeyUsage = clientAuth'
signed other-ca stranger certified 'extendedKeyUsage = clientAuth'

# The client's key once more, with the pass phrase that the tests give.
openssl pkcs8 -topk8 -in client.key -passout 'pass:open & shut' -out client-encrypted.key

openssl ca -config "$work/ca/config" -revoke revoked.crt 2>/dev/null
for ca in ca other-ca; do
  openssl ca -config "$work/$ca/config" -gencrl -crl_lastupdate "$begin" -crl_nextupdate "$end" -out "$ca.crl" 2>/dev/null
  rm "$ca.key"
done
