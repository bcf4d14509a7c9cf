"""Downloads a tar archive and unpacks it: python3 download.py ADDRESS FOLDER"""

import sys
import tarfile
import urllib.request

address, folder = sys.argv[1:]
with urllib.request.urlopen(address, timeout=60) as response, tarfile.open(fileobj=response, mode="r|gz") as tar:
    # Python releases differ in whether it exists and whether it is the default.
    tar.extraction_filter = getattr(tarfile, "data_filter", lambda member, path: member)
    tar.extractall(folder)
