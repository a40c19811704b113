# palreg.m4: add a flag to a variable when the compiler knows it.

# PALREG_ADD(VARIABLE, FLAG, [required])
AC_DEFUN([PALREG_ADD], [
	AC_MSG_CHECKING([whether $CC takes $2])
	palreg_save="$CFLAGS"
	CFLAGS="$CFLAGS -Werror $2"
	AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[]], [[return 0;]])],
		[AC_MSG_RESULT([yes]); $1="${$1:+$$1 }$2"],
		[AC_MSG_RESULT([no])
		m4_if([$3], [required], [AC_MSG_ERROR([$CC does not take $2])])])
	CFLAGS="$palreg_save"
])

# PALREG_ADD_LINK(VARIABLE, FLAG)
AC_DEFUN([PALREG_ADD_LINK], [
	AC_MSG_CHECKING([whether $CC links with m4_quote($2)])
	palreg_save="$LDFLAGS"
	palreg_save_cflags="$CFLAGS"
	CFLAGS="$CFLAGS -fPIE"
	LDFLAGS="$LDFLAGS -Werror $2"
	AC_LINK_IFELSE([AC_LANG_PROGRAM([[]], [[return 0;]])],
		[AC_MSG_RESULT([yes]); $1="${$1:+$$1 }$2"],
		[AC_MSG_RESULT([no])])
	LDFLAGS="$palreg_save"
	CFLAGS="$palreg_save_cflags"
])

# Automatic variables start as zero; clang before 16 wants a second flag.
AC_DEFUN([PALREG_ADD_ZERO_INIT], [
	palreg_before="$HARDEN_CFLAGS"
	PALREG_ADD([HARDEN_CFLAGS], [-ftrivial-auto-var-init=zero])
	AS_IF([test "$HARDEN_CFLAGS" = "$palreg_before"], [
		PALREG_ADD([HARDEN_CFLAGS], [-ftrivial-auto-var-init=zero -enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-clang])
	])
])
