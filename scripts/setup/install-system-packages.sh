#!/bin/sh
# Installs packages of Debian or Ubuntu without letting any service start.
#
#   install-system-packages.sh [WANT ...]
#
# A WANT is a package, or the names it has in different releases, best first: libasound2t64,libasound2.
# With "optional:" before it, it is left out where no release name is to be had.
# Without a WANT it only takes back what an earlier run, killed in the middle, may have left behind.
set -eu
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none

policy=/usr/sbin/policy-rc.d
kept=$policy.kept-by-handover
mark='Placed by the set-up of Handover'

# One set-up at a time: this one waits for another's end.
if [ "${HANDOVER_LOCK_HELD:-}" != 1 ]; then
  HANDOVER_LOCK_HELD=1 exec flock /run/handover-set-up.lock sh "$0" "$@"
fi

take_back() {
  if [ -e "$kept" ] || [ -L "$kept" ]; then
    mv -f "$kept" "$policy"
  elif grep -qs "$mark" "$policy"; then
    rm -f "$policy"
  fi
}

forbid_starts() {
  if [ -e "$policy" ] || [ -L "$policy" ]; then mv "$policy" "$kept"; fi
  # Asked by every package before it starts a service; 101 means: not allowed.
  printf '#!/bin/sh\n# %s for the time of one installation: no service may start.\nexit 101\n' "$mark" >"$policy.new"
  chmod 755 "$policy.new"
  mv "$policy.new" "$policy"
}

# The names among the arguments that this system's package lists can offer.
on_offer() {
  apt-cache policy "$@" 2>/dev/null | awk '/^[^ ]/ { name = $1; sub(/:$/, "", name) } /^  Candidate:/ && $2 != "(none)" { print name }'
}

# Chooses one name for each WANT.
choose() {
  names=$(printf '%s\n' "$@" | sed 's/^optional://' | tr ',' '\n')
  # shellcheck disable=SC2086 # one word a name
  offers=" $(on_offer $names | tr '\n' ' ') "
  for want in "$@"; do
    chosen=
    for name in $(printf '%s' "${want#optional:}" | tr ',' ' '); do
      case $offers in *" $name "*) chosen=$name; break ;; esac
    done
    if [ -n "$chosen" ]; then
      printf '%s\n' "$chosen"
    else
      case $want in
        optional:*) echo "Not to be had here, left out: ${want#optional:}" >&2 ;;
        *) echo "This system's package lists do not offer ${want}." >&2; return 1 ;;
      esac
    fi
  done
}

# One source out of order is no reason to stop: what counts is whether the packages can be had. A machine that has just
# been started often updates by itself; apt waits for the end of an installation, but not of an update.
update_lists() {
  tries=60
  while ! $apt update >"$log" 2>&1; do
    cat "$log"
    tries=$((tries - 1))
    if [ $tries -eq 0 ] || ! grep -q 'Could not get lock' "$log"; then break; fi
    sleep 5
  done
}

installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

take_back
[ $# -gt 0 ] || exit 0
log=$(mktemp)
trap 'take_back; rm -f "$log"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
forbid_starts

had_network_manager=no
if installed network-manager; then had_network_manager=yes; fi

dpkg --configure -a || true
apt='apt-get -y -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold'
update_lists
packages=$(choose "$@")
# shellcheck disable=SC2086 # one word a package
$apt install --no-install-recommends $packages

# Ours are tests, in namespaces of their own. Who looks after this machine's network at its next start is not ours to change.
if [ $had_network_manager = no ] && installed network-manager; then
  # It answers only to a package's own scripts, so it is told for which one it is called.
  DPKG_MAINTSCRIPT_PACKAGE=network-manager deb-systemd-helper disable \
    NetworkManager.service NetworkManager-dispatcher.service NetworkManager-wait-online.service >/dev/null
  echo 'NetworkManager-left-off'
fi
