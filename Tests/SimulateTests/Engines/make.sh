# make, with a shard that fails at first because its place is taken.
. "$(dirname "$0")/common.sh"
have make make || skip "make is missing and can't be installed"
plan make --shards 5 > sweep.mk
# A directory in the place of shard 2 makes it fail, whatever its name is.
name=$(sweep --shard 2/5 --output probe && ls probe)
mkdir -p "shards/$name"
make -s -f sweep.mk -j2 -k > /dev/null 2>&1 && echo "make must fail" || echo "exit $?"
simulate sweep status shards > /dev/null 2>&1 || echo "exit $?"
rmdir "shards/$name"
make -s -f sweep.mk -j2
compare
