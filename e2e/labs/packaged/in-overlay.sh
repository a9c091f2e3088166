# A root of its own over this machine's, all changes in memory: what is installed in it is installed nowhere else.
# $1: a report for the test; $2: Node.js; $3: the script that goes on in there; the rest is for that.
set -e
report=$1; shift
over=$(mktemp -d)
mount -t tmpfs tmpfs "$over"
mkdir "$over/changes" "$over/work" "$over/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$over/changes,workdir=$over/work" "$over/root"
for each in proc sys dev run tmp; do mount --rbind "/$each" "$over/root/$each"; done
mkdir "$over/root/.before"
cd "$over/root"
# Not chroot: in one, no program may make the namespaces of Chromium's sandbox.
pivot_root . .before
cd /
exec "$@" "$report" "/.before$over/changes"
