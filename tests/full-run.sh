#!/usr/bin/env bash
# The full run of all that a test run tries in short. It takes hours; each number can be made smaller:
#   FAULTS=100 LOAD=100 DEVIATIONS=3 INPUTS=1000 tests/full-run.sh
# Fuzzing wants AFL++ on the path. Ends with the line "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/.."
passed=0
failed=0

run() { # NAME COMMAND...: one part, shown while it runs
  echo "== $1"
  shift
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

test_class() { # PROJECT CLASS
  dotnet test -c Release --project "tests/KubeVirt.Backup.$1" --no-build --filter-class "*$2"
}

fuzz() { # TARGET
  dotnet run -c Release --no-build --project tests/KubeVirt.Backup.Fuzzing -- run "$1" --inputs "${INPUTS:-1000000}"
}

export KUBEVIRT_BACKUP_FAULTS=${FAULTS:-10000}
export KUBEVIRT_BACKUP_LOAD=${LOAD:-1000}
export KUBEVIRT_BACKUP_DEVIATIONS=${DEVIATIONS:-5}
dotnet build -c Release && dotnet tool restore || exit
run "freezes under faults" test_class Client.Tests FreezeFaultTests
run "restores under faults" test_class Client.Tests ApplyFaultTests
run "orders of steps" test_class Client.Tests InterleavingTests
run "plans and restores all day" test_class Tests LoadTests
if command -v afl-fuzz >/dev/null; then
  for target in $(dotnet run -c Release --no-build --project tests/KubeVirt.Backup.Fuzzing -- list | cut -d ' ' -f 1); do
    run "inputs of $target" fuzz "$target"
  done
else
  run "inputs, for which there is no afl-fuzz" false
fi
run "changes that tests must see" tests/mutate.sh
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
