@rem Windows has no POSIX shell: Maven itself, slower and the same.
@mvn %*
