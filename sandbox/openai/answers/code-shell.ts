import type { Task } from "./code-task";

export const shellTasks: readonly Task[] = [
  {
    pattern: /large|big|disk|space/iu,
    intro: "The twenty largest files under a folder, in readable sizes.",
    code: `
find "\${1:-.}" -xdev -type f -printf '%s\\t%p\\n' 2>/dev/null |
  sort -rn |
  head -n 20 |
  numfmt --field=1 --to=iec`,
    notes: ["`-xdev` stays on one disk.", "On macOS, use `gfind` and `gnumfmt` from coreutils."],
  },
  {
    pattern: /backup|archive|copy/iu,
    intro: "A backup that either exists whole or not at all.",
    code: `
#!/usr/bin/env bash
set -euo pipefail

source_dir=\${1:?folder to back up}
target_dir=\${2:?where to put it}
name="backup-$(date +%Y-%m-%dT%H%M%S).tar.gz"

tar --create --gzip --file "$target_dir/.$name.part" --directory "$source_dir" .
mv "$target_dir/.$name.part" "$target_dir/$name"
find "$target_dir" -maxdepth 1 -name 'backup-*.tar.gz' -mtime +30 -delete
echo "wrote $target_dir/$name"`,
    notes: [
      "Written under another name first, so that a half one is never taken for a backup.",
      "Try the way back too: a backup is worth what its restore is.",
    ],
  },
  {
    pattern: /rename|replace|files/iu,
    intro: "Renaming many files, shown first and done only when you say so.",
    code: `
#!/usr/bin/env bash
set -euo pipefail
shopt -s nullglob

for file in *.jpeg; do
  new="\${file%.jpeg}.jpg"
  if [[ \${1:-} == --do-it ]]; then
    mv --no-clobber -- "$file" "$new"
  else
    printf '%s -> %s\\n' "$file" "$new"
  fi
done`,
    notes: ["Quotes let names hold blanks.", "`--no-clobber` never writes over another file."],
  },
  {
    intro: "A script to start from, with the safety catches on.",
    code: `
#!/usr/bin/env bash
set -euo pipefail

usage() { echo "usage: $0 FILE" >&2; exit 2; }
[[ $# -eq 1 && -r $1 ]] || usage

# The ten most frequent lines, with their number.
sort -- "$1" | uniq -c | sort -rn | head -n 10`,
    notes: [
      "`set -euo pipefail` stops at the first thing that goes wrong.",
      "Everything is quoted, so blanks in names do no harm.",
    ],
  },
];
