# Slurm on this machine alone, set up and taken down: an array of which one task fails at first.
. "$(dirname "$0")/common.sh"
have munged munge || skip "munge is missing and can't be installed"
have slurmctld slurm-wlm || skip "slurm-wlm is missing and can't be installed"
[ "$(id -u)" = 0 ] || skip "Slurm's daemons need root here"
pgrep -x slurmctld > /dev/null && skip "a Slurm is running on this machine already"

host=$(hostname -s)
place=$(pwd)
mkdir -p munge state spool
dd if=/dev/urandom of=munge/key bs=1 count=1024 2> /dev/null
chmod 0700 munge && chmod 0400 munge/key
export SLURM_CONF="$place/slurm.conf"
cat > slurm.conf <<END
ClusterName=sweep
SlurmctldHost=$host(127.0.0.1)
AuthType=auth/munge
AuthInfo=socket=$place/munge/socket
CryptoType=crypto/munge
SlurmUser=root
SlurmctldPort=16817
SlurmdPort=16818
StateSaveLocation=$place/state
SlurmdSpoolDir=$place/spool
SlurmctldPidFile=$place/slurmctld.pid
SlurmdPidFile=$place/slurmd.pid
SlurmctldLogFile=$place/slurmctld.log
SlurmdLogFile=$place/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
MpiDefault=none
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
end() {
  for pid in slurmd.pid slurmctld.pid munge/pid; do
    [ -s $pid ] && kill "$(cat $pid)" 2> /dev/null || true
  done
  sleep 0.5
}
trap end EXIT
munged --force --key-file="$place/munge/key" --socket="$place/munge/socket" \
  --pid-file="$place/munge/pid" --log-file="$place/munge/log" --seed-file="$place/munge/seed" \
  > munge.out 2>&1 || skip "munged does not start here: $(tail -n 1 munge.out)"
slurmctld > ctld.out 2>&1 || skip "slurmctld does not start here: $(tail -n 1 ctld.out)"
slurmd > slurmd.out 2>&1 || skip "slurmd does not start here: $(tail -n 1 slurmd.out)"
ready=
for _ in $(seq 100); do
  if sinfo -h -o %T 2> /dev/null | grep -q idle; then ready=yes; break; fi
  sleep 0.2
done
[ -n "$ready" ] || skip "the node does not become idle: $(tail -n 1 slurmctld.log)"

plan slurm --shards 5 > sweep.sh
# A directory in the place of shard 4 makes it fail at first.
name=$(sweep --shard 4/5 --output probe && ls probe)
mkdir -p "shards/$name"
sbatch --wait sweep.sh > /dev/null && echo "the array must fail" || echo "exit $?"
missing=$(simulate sweep status shards 2> /dev/null) || echo "exit $?, missing $missing"
rmdir "shards/$name"
sbatch --wait --array="$missing" sweep.sh > /dev/null
simulate sweep merge shards --output all.csv
compare
