#!/bin/sh
# After the package was removed. An upgrade runs this too (deb: "upgrade", rpm: 1), and must keep what the new version has just put there.
set -eu

case "${1:-remove}" in
  remove | purge | 0) ;;
  *) exit 0 ;;
esac

profile=/etc/apparmor.d/tidegate

if [ -L /usr/bin/tidegate ] && [ ! -e /usr/bin/tidegate ]; then rm -f /usr/bin/tidegate; fi

if [ -f "$profile" ]; then
  if command -v apparmor_parser >/dev/null 2>&1; then apparmor_parser --remove "$profile" >/dev/null 2>&1 || true; fi
  rm -f "$profile"
fi

if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database /usr/share/applications || true; fi
