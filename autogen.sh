#!/bin/sh
# autogen.sh: make configure and Makefile.in; only a git checkout needs it.
cd "$(dirname "$0")" && exec autoreconf --install --warnings=all
