#!/bin/sh
# After the files of the deb or rpm are in place. Runs as root; what a system lacks is left out.
set -eu

app=/opt/Tidegate
profile=/etc/apparmor.d/tidegate

ln -sfn "$app/tidegate" /usr/bin/tidegate

# The helper that makes the sandbox where user namespaces are closed to ordinary programs. Without the bit Electron would not start there.
chown root:root "$app/chrome-sandbox"
chmod 4755 "$app/chrome-sandbox"

# A parser that does not know the version of the profile belongs to a system that does not need it.
if [ -d /etc/apparmor.d ] && command -v apparmor_parser >/dev/null 2>&1; then
  if apparmor_parser --skip-kernel-load --skip-cache "$app/resources/apparmor-profile" >/dev/null 2>&1; then
    install -m 0644 "$app/resources/apparmor-profile" "$profile"
    # In a chroot or container there may be no kernel interface to load it into; it is loaded at the next start.
    apparmor_parser --replace --write-cache "$profile" >/dev/null 2>&1 || true
  fi
fi

if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database /usr/share/applications || true; fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then gtk-update-icon-cache -qtf /usr/share/icons/hicolor || true; fi
