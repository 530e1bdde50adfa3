#!/bin/sh
# Makes schedule/holidays_jp.txt, the national holidays of Japan from 1970 to
# 2050, from the npm package @holiday-jp/holiday_jp. Needs npm, node, openssl.
#
#   tools/holidays/make.sh
#
# To take a newer release: change version, empty integrity, run it, check the
# diff of the table against the Cabinet Office's announcement, and fill
# integrity in again from what the script prints.
set -eu

version=2.5.1
integrity=KuXfzsp0xlP830WDZRbsHj99wJzamx4fS55usUJFz+oHZmZ4gJfVdyiyv/rIWK+O7RgfHSi5j5Ajy0ZK/Vlnyg==

table=$(cd "$(dirname "$0")/../../schedule" && pwd)/holidays_jp.txt
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm pack --silent "@holiday-jp/holiday_jp@$version" >/dev/null
got=$(openssl dgst -sha512 -binary ./*.tgz | openssl base64 -A)
if [ -n "$integrity" ] && [ "$got" != "$integrity" ]; then
	echo "make.sh: the package is not the one this table was made from: sha512 $got" >&2
	exit 1
fi
echo "sha512 $got"
tar xzf ./*.tgz

{
	echo "# National holidays of Japan: date, Japanese name, English name, separated by tabs."
	echo "# Made by tools/holidays/make.sh from @holiday-jp/holiday_jp $version, whose licence follows."
	echo "#"
	sed 's/^/# /; s/ *$//' package/LICENSE
	# Two names are put right: the package names a wrong day with some
	# substitute holidays, and keeps the Sports Day's English name of before 2020.
	node -e '
		const table = require("./package/lib/holidays.js");
		const english = { "振替休日": "Substitute Holiday", "スポーツの日": "Sports Day" };
		for (const date of Object.keys(table).sort()) {
			const name = table[date].name.split(" ").at(-1);
			console.log([date, name, english[name] ?? table[date].name_en].join("\t"));
		}'
} >"$table"
