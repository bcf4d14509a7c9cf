@rem Windows has no POSIX shell, so this runs Maven: slower, but with the same result.
@mvn %*
