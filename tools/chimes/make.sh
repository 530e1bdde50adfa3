#!/usr/bin/env bash
# Makes Engawa's chimes, bot/discord/sounds/*.ogg, from nothing but sine waves.
# Needs Debian's packages sox, vorbis-tools and bc. The same versions give the same bytes.
#
# A struck thing sounds as a handful of partials that are not multiples of one
# another, the high ones weaker and sooner gone. So a stroke here is a pitch and
# a table of partials, each line: ratio to the pitch, level in dB, and the
# seconds in which it falls by 100 dB.
set -euo pipefail
export LC_ALL=C

out=$(cd "$(dirname "$0")/../.." && pwd)/bot/discord/sounds
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

readonly rate=48000
readonly loudness=-20 # LUFS of the loudest 0.4 s, the same for all four
readonly ceiling=-1.5 # dBFS; no peak may be above it

bell='0.50 -15 6.5
      1.00   0 6.0
      2.00  -8 4.2
      2.98 -15 2.8
      4.18 -21 1.7
      5.46 -26 1.0'
cup='1.00   0 1.60
     1.62  -7 1.10
     2.71 -13 0.75
     3.88 -21 0.45'
bar='1.00   0 5.0
     2.01 -13 2.6
     2.76 -19 1.5
     5.40 -28 0.6'
# Two close partials beat slowly: the shimmer of a gong.
gong='1.000   0 15.0
      1.007  -6 15.0
      1.513  -4 12.0
      2.021  -5 11.0
      2.030  -9 11.0
      2.694  -8  9.0
      3.417 -11  7.0
      3.429 -14  7.0
      4.283 -16  5.5
      5.310 -21  4.0
      6.722 -26  2.8'

# stroke FILE PARTIALS HERTZ START DB ATTACK
# renders one stroke that begins START seconds into FILE.
# sox's logarithmic fade over n seconds is an exponential decay of 100 dB in n.
stroke() {
	local file=$1 partials=$2 hertz=$3 start=$4 db=$5 attack=$6
	local ratio level decay part parts=()
	while read -r ratio level decay; do
		part=$work/partial-${#parts[@]}.wav
		sox -R -n -r $rate -c 1 -b 32 -e float "$part" \
			synth "$decay" sine "$(bc -l <<<"$hertz * $ratio")" \
			fade l 0 "$decay" "$decay" fade h "$attack" \
			gain "$(bc -l <<<"$level + $db - 12")"
		parts+=("$part")
	done <<<"$partials"
	sox -R --combine mix $(printf -- '-v 1 %s ' "${parts[@]}") "$file" pad "$start" 0
}

# momentary FILE prints the loudness of its loudest 0.4 s in LUFS: the two
# filters are the K weighting of ITU-R BS.1770, as near as sox has them.
momentary() {
	sox "$1" -t dat - highpass 38 treble 4 1682 | awk -v rate=$rate '
		!/^;/ { square[int($1 * 10)] += $2 * $2 }
		END {
			for (i in square) {
				sum = square[i] + square[i+1] + square[i+2] + square[i+3]
				if (sum > most) most = sum
			}
			printf "%.2f\n", -0.691 + 10 * log(most / (0.4 * rate)) / log(10)
		}'
}

peak() { sox "$1" -n stats 2>&1 | awk '/^Pk lev dB/ { print $4 }'; }

# finish NAME SECONDS FADE REVERB joins the strokes of NAME, puts them in a
# small room, cuts them to SECONDS, brings them to the common loudness, encodes.
finish() {
	local name=$1 seconds=$2 fade=$3 reverb=$4
	local dry=$work/$name.wav wet=$work/$name-wet.wav final=$work/$name-final.wav
	sox -R -n -r $rate -c 1 -b 32 -e float "$work/$name-stroke-rest.wav" trim 0 "$((${seconds%.*} + 2))"
	sox -R --combine mix $(printf -- '-v 1 %s ' "$work/$name"-stroke-*.wav) "$dry"
	sox -R "$dry" -c 1 "$wet" reverb "$reverb" 60 40 100 0 -3 remix - \
		fade t 0 "$seconds" "$fade"
	sox -R "$wet" -b 16 "$final" gain "$(bc -l <<<"$loudness - $(momentary "$wet")")"
	oggenc --quiet --serial 1 --quality 4 --output "$out/$name.ogg" "$final"

	sox "$out/$name.ogg" "$work/decoded.wav"
	printf '%-6s %5.2f s %6d bytes  %6.1f LUFS  peak %5.1f dBFS\n' "$name" \
		"$(soxi -D "$out/$name.ogg")" "$(stat -c %s "$out/$name.ogg")" \
		"$(momentary "$work/decoded.wav")" "$(peak "$work/decoded.wav")"
	if (($(bc -l <<<"$(peak "$work/decoded.wav") > $ceiling"))); then
		echo "$name: the peak is above $ceiling dBFS" >&2
		exit 1
	fi
}

# strokes NAME PARTIALS ATTACK reads lines 'start hertz dB'.
strokes() {
	local name=$1 partials=$2 attack=$3 start hertz db n=0
	while read -r start hertz db; do
		stroke "$work/$name-stroke-$n.wav" "$partials" "$hertz" "$start" "$db" "$attack"
		n=$((n + 1))
	done
}

# The first half of the chime of every Japanese school: kin kon kan kon, A F G C,
# and its answer, C G A F.
strokes bell "$bell" 0.006 <<'NOTES'
0.00 440.00  0
0.46 349.23  0
0.92 392.00  0
1.38 261.63  0
2.10 261.63 -1
2.56 392.00 -1
3.02 440.00 -1
3.48 349.23  0
NOTES
finish bell 5.15 0.9 25

# A cup set down, its saucer, and a spoon once against the rim.
strokes tea "$cup" 0.002 <<'NOTES'
0.00 1865  -1
0.17 2349  -5
0.62 2093   0
NOTES
finish tea 2.4 0.9 35

strokes ding "$bar" 0.005 <<'NOTES'
0.00 659.26 0
NOTES
finish ding 2.5 1.2 25

strokes gong "$gong" 0.045 <<'NOTES'
0.00 123.47 0
NOTES
finish gong 5.15 2.2 40
