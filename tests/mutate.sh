#!/usr/bin/env bash
# Changes the code of a folder in each place where a change could matter, one at a time, and tells which changes no
# test of that folder sees. It takes an hour a folder:
#   tests/mutate.sh Graph
# Ends with an error where a score is below 85 %. The reports are in artifacts/mutation.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet tool restore
root=$PWD
failed=0
# Each change asks the laws again: a few generated cases a law must do.
export CsCheck_Iter=20

mutate() { # PROJECT FOLDER
  cd "$root/tests/$1.Mutation"
  echo "== $2"
  Folder=$2 dotnet stryker --config-file ../stryker-config.yaml --project "$1.csproj" --mutate "**/$2/**/*.cs" \
    --output "$root/artifacts/mutation/$2" ||
    failed=1
}

for folder in ${*:-Graph Resolvers Planning Restore Freeze Apply}; do
  case $folder in
  Freeze | Apply) mutate KubeVirt.Backup.Client "$folder" ;;
  *) mutate KubeVirt.Backup "$folder" ;;
  esac
done
exit $failed
