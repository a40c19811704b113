# forbidden.pl PID NUMBER: makes that process, which waits in a system call, ask the kernel for call NUMBER (2, 1, 0) on
# its own behalf. Ends with 77 where this machine does not let one process steer another. x86-64 only.
use strict;
use warnings;

use constant { PTRACE => 101, GETREGS => 12, SETREGS => 13, ATTACH => 16, DETACH => 17 };
# Where they stand among the 27 registers of struct user_regs_struct.
use constant { RAX => 10, RDX => 12, RSI => 13, RDI => 14, ORIG_RAX => 15, RIP => 16 };

my ($pid, $call) = map { $_ + 0 } @ARGV;
exit 77 if `uname -m` ne "x86_64\n" || syscall(PTRACE, ATTACH, $pid, 0, 0) != 0;
waitpid($pid, 0);
my $bytes = "\0" x (27 * 8);
syscall(PTRACE, GETREGS, $pid, 0, $bytes) == 0 or die "no registers: $!";
my @at = unpack("Q27", $bytes);
# The instruction "syscall" that it waits in has two bytes and is run again, for another call.
@at[RAX, RDI, RSI, RDX] = ($call, 2, 1, 0);
$at[ORIG_RAX] = ~0;
$at[RIP] -= 2;
$bytes = pack("Q27", @at);
syscall(PTRACE, SETREGS, $pid, 0, $bytes) == 0 or die "no registers: $!";
syscall(PTRACE, DETACH, $pid, 0, 0) == 0 or die "not let go: $!";
