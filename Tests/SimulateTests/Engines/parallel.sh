# GNU parallel, killed half-way with kill -9, and started again with --resume.
. "$(dirname "$0")/common.sh"
have parallel parallel || skip "GNU parallel is missing and can't be installed"
parallel --citation < /dev/null > /dev/null 2>&1 || true

plan parallel --shards 7 > sweep.sh
# A shard that fails at its first try, and one that takes its time so that the kill comes half-way.
cat > try.sh <<'END'
if [ "$1" = 3 ] && [ ! -e failed ]; then touch failed; exit 1; fi
if [ "$1" -gt 4 ] && [ ! -e killed ]; then sleep 20; fi
exec simulate sweep --impulse '=t*exp(-t/tau)' --input slaps.csv --from 0 --to 20 --step 0.1 \
  --vary tau=1:4:0.01 --vary dose=1,2 --scale-input dose --jobs 1 --shard "$1/7" --output shards
END
seq 7 | parallel --jobs 2 --joblog log sh try.sh {} > /dev/null 2>&1 &
parallel=$!
until [ -e shards ] && [ "$(ls shards/*.csv 2> /dev/null | wc -l)" -ge 3 ]; do sleep 0.05; done
kill -9 $parallel
wait $parallel 2> /dev/null || true
touch killed
simulate sweep status shards > /dev/null 2>&1 && echo "status must be 75" || echo "exit $?"
seq 7 | parallel --jobs 2 --joblog log --resume-failed sh try.sh {} > /dev/null 2>&1 || true
seq 7 | parallel --jobs 2 --joblog log --resume sh try.sh {} > /dev/null 2>&1 || true
simulate sweep merge shards --output all.csv
compare
# The script that `plan` prints finds everything done, and merges.
rm all.csv
sh sweep.sh
compare
