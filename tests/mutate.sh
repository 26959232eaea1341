#!/usr/bin/env bash
# Changes the code of a folder in each place where a change could matter, one at a time, and tells which changes no
# test sees:
#   tests/mutate.sh Graph
# It takes half an hour or so a folder, and ends with an error where a score is below 85 %. The reports are in
# artifacts/mutation.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
failed=0
# Each change asks the laws again: a few generated cases a law must do.
export CsCheck_Iter=20 KUBEVIRT_BACKUP_FREEZES=200

# A copy, in which nothing but the folder is changed: each place that could be changed makes the code slower.
copy() { # FOLDER
  tree=$root/artifacts/mutation/$1/tree
  rm -rf "$tree" && mkdir -p "$tree"
  git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$tree"
  ln -sfn "$root/../shared" "$tree/../shared"
  cd "$tree/src"
  find . -name '*.cs' ! -path "*/$1/*" -exec sed -i '1i // Stryker disable all' {} +
  cd "$root"
}

mutate() { # PROJECT FOLDER
  echo "== $2"
  copy "$2"
  cd "$tree/tests/$1.Mutation"
  dotnet tool restore
  Folder=$2 dotnet stryker --config-file ../stryker-config.yaml --project "$1.csproj" --mutate "**/$2/**/*.cs" \
    --concurrency "$(nproc)" \
    --output "$root/artifacts/mutation/$2" ||
    failed=1
  cd "$root"
}

for folder in ${*:-Graph Resolvers Planning Restore Freeze Apply}; do
  case $folder in
  Freeze | Apply) mutate KubeVirt.Backup.Client "$folder" ;;
  *) mutate KubeVirt.Backup "$folder" ;;
  esac
done
exit $failed
