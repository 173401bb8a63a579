"""Made the HDF5 files of this folder, and what h5py reads from them, with h5py 3.16 and HDF5 2.0.

Four files hold the same columns: in the oldest and in the newest version of the format that the
library writes, behind a block of the user's, and with addresses and sizes of 4 bytes. A line of expected.txt is a dataset, its
shape, and its values as h5py reads them from each. All but the linked file are packed by gzip.
"""

import gzip
import os

import h5py
import numpy as np

ROWS, WIDTH = 23, 3
TYPES = ["i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8", "u1", "<u2", ">u2", "<u4", ">u4", "<u8",
         ">u8", "<f4", ">f4", "<f8", ">f8", "?"]


def values(dtype, shape):
    """Numbers that use the sign bit, the highest byte and fractions, as far as there are any."""
    kind = np.dtype(dtype)
    count = np.arange(np.prod(shape)).reshape(shape)
    if kind.kind == "b":
        return count % 3 == 1
    if kind.kind == "f":
        return ((count - 20) / 8.0).astype(kind)
    top = 2 ** (min(kind.itemsize * 8, 53) - 1)
    return (count - 20 if kind.kind == "i" else count + top).astype(kind)


def low(group, name, data, plist, largest=None, dtype=None):
    """Creates a dataset with properties for which h5py has no arguments."""
    space = h5py.h5s.create_simple(data.shape, largest)
    kind = h5py.h5t.py_create(np.dtype(dtype or data.dtype), logical=True)
    links = h5py.h5p.create(h5py.h5p.LINK_CREATE)
    links.set_create_intermediate_group(True)
    return h5py.Dataset(h5py.h5d.create(group.id, name.encode(), kind, space, plist, lcpl=links))


def properties(layout=None, fill=None, fill_time=None, alloc=None, chunk=None):
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_obj_track_times(False)
    if layout is not None:
        plist.set_layout(layout)
    if chunk is not None:
        plist.set_chunk(chunk)
    if fill is not None:
        plist.set_fill_value(fill)
    if fill_time is not None:
        plist.set_fill_time(fill_time)
    if alloc is not None:
        plist.set_alloc_time(alloc)
    return plist


def fill_file(f):
    for dtype in TYPES:
        f["types/" + dtype.replace("<", "little-").replace(">", "big-")] = values(dtype, (ROWS,))
    f["named"] = np.dtype(">i4")
    f.create_dataset("types/named", data=values(">i4", (ROWS,)), dtype=f["named"])
    f["types/enumeration"] = np.array([0, 1, 1], h5py.enum_dtype({"NO": 0, "YES": 1}, ">u2"))
    space = h5py.h5s.create_simple((3,))
    bits = h5py.h5d.create(f["types"].id, b"bits", h5py.h5t.STD_B8LE, space, properties())
    bits.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([0, 1, 255], "u1"), mtype=h5py.h5t.STD_B8LE)

    data = values("<f4", (ROWS, WIDTH))
    low(f, "layouts/compact", data, properties(h5py.h5d.COMPACT))[...] = data
    f["layouts/contiguous"] = data
    low(f, "layouts/never", data, properties())
    low(f, "layouts/never-filled", data, properties(fill=np.array(-1, "<f4")))
    early = properties(alloc=h5py.h5d.ALLOC_TIME_EARLY, fill=np.array(2.5, "<f4"))
    low(f, "layouts/early", data, early)[3:5] = data[3:5]
    large = {
        "fixed": None, "growing": (None, WIDTH), "growing-across": (ROWS, None),
        "growing-both": (None, None), "larger": (ROWS + 9, WIDTH + 4)}
    for name, largest in large.items():
        for chunk in ((1, 1), (4, 2), (ROWS, WIDTH)):
            for filters in ({}, {"compression": "gzip", "shuffle": True}, {"fletcher32": True}):
                path = "chunks/%s-%dx%d-%s" % (name, *chunk, "".join(filters) or "plain")
                f.create_dataset(path, data=data, chunks=chunk, maxshape=largest, **filters)
    f.create_dataset("chunks/lzf", data=np.zeros((200,), "<i4"), compression="lzf", shuffle=True)
    f.create_dataset("chunks/lzf-copies", data=np.arange(300) % 7, compression="lzf")
    f.create_dataset("chunks/all", data=data, chunks=(5, 3), compression="gzip", fletcher32=True,
                     shuffle=True)
    partly = f.create_dataset("chunks/partly", (ROWS, WIDTH), "<f4", chunks=(4, 2), fillvalue=-1.0)
    partly[8:13] = data[8:13]
    # so many chunks that the index of them has pages and blocks of its own
    many = f.create_dataset("chunks/many", (3000,), "<i2", chunks=(1,), maxshape=(None,),
                            fillvalue=7)
    many[1500:1510] = np.arange(10)
    many[2990:] = np.arange(10)
    shrunk = f.create_dataset("chunks/shrunk", data=data, chunks=(4, 2), maxshape=(None, None))
    shrunk.resize((9, 2))

    f["links/target"] = np.arange(3)
    f["links/soft"] = h5py.SoftLink("/links/target")
    f["links/relative"] = h5py.SoftLink("target")
    f["links/twice"] = h5py.SoftLink("soft")
    f["links/hard"] = f["links/target"]
    f["links/external"] = h5py.ExternalLink("linked.hdf5", "/sub/column")
    for i in range(100):  # more than a header holds
        f["many/entry_%03d" % i] = i
    f["many"].attrs["note"] = "x"

    f["texts/fixed"] = np.bytes_("fixed length")
    f["texts/variable"] = "variable Länge"
    f["texts/number"] = 600
    f["texts/fraction"] = 0.25
    for i in range(20):  # so many that they are in a heap
        f.attrs["attribute_%02d" % i] = i
    f["texts"].attrs["scalar"] = np.uint16(50)
    f["texts"].attrs["array"] = [50]
    f["texts"].attrs["pair"] = [50, 60]
    f["texts"].attrs["text"] = np.bytes_("fifty")


def refused(f):
    short = np.arange(6)
    f["float16"] = short.astype("<f2")
    f["long double"] = short.astype(np.longdouble)
    f["complex"] = short.astype("<c8")
    f["compound"] = np.zeros(3, [("a", "<f4"), ("b", "<i4")])
    f["opaque"] = np.zeros(3, "V4")
    f["reference"] = np.array([f.ref], h5py.ref_dtype)
    f.create_dataset("sequence", (2,), h5py.vlen_dtype("<f4"))
    f.create_dataset("array", (2,), np.dtype(("<f4", (4,))))
    f["text"] = np.array([b"1", b"2"])
    f.create_dataset("scale-offset", data=short, scaleoffset=0)
    layout = h5py.VirtualLayout((6,), "<i8")
    layout[:] = h5py.VirtualSource("linked.hdf5", "sub/column", (6,))
    f.create_virtual_dataset("virtual", layout)
    f.create_dataset("external storage", (6,), "<i8", external="raw.bin")
    never = low(f, "fill never", short, properties(
        chunk=(3,), fill_time=h5py.h5d.FILL_TIME_NEVER))
    never[:3] = short[:3]
    f["dangling"] = h5py.SoftLink("/nowhere")
    f["circle"] = h5py.SoftLink("/circle")
    f["other file"] = h5py.ExternalLink("gone.hdf5", "/x")
    for bits in (1 << 53) + 1, (1 << 63) - 1:
        f["int64 of %d" % bits] = np.array([0, bits], "<i8")
    f["uint64"] = np.array([0, 1 << 63], "<u8")


def endless(f):
    """D4RL's columns, of which nothing was ever written."""
    rows = 10 ** 9
    for name, shape, dtype in (("observations", (rows, 4), "<f4"), ("actions", (rows, 2), "<f4"),
                               ("rewards", (rows,), "<f4"), ("terminals", (rows,), "?"),
                               ("timeouts", (rows,), "?")):
        f.create_dataset(name, shape, dtype, chunks=True)


def expected(f):
    lines = []

    def visit(name, obj):
        if isinstance(obj, h5py.Dataset) and not name.startswith("texts") and obj.shape:
            numbers = obj[...].astype("f8").ravel().tolist()
            lines.append("%s %s %s" % (name, ",".join(map(str, obj.shape)),
                                       " ".join("%r" % x for x in numbers)))

    f.visititems_links(lambda name, link: visit(name, f[name]))
    return "\n".join(lines) + "\n"


def pack(name, content):
    with open(name + ".gz", "wb") as raw, gzip.GzipFile("", "wb", 9, raw, 0) as packed:
        packed.write(content)


with h5py.File("linked.hdf5", "w", libver="latest") as f:
    f["sub/column"] = h5py.SoftLink("/there")
    f["there"] = np.arange(4) / 4
texts = set()
for name, options in (("earliest.hdf5", {"libver": "earliest"}),
                      ("latest.hdf5", {"libver": "latest"}),
                      ("user-block.hdf5", {"userblock_size": 1024, "libver": ("v108", "v110")}),
                      ("four-bytes.hdf5", {}), ("refused.hdf5", {}), ("endless.hdf5", {})):
    if name == "four-bytes.hdf5":
        creation = h5py.h5p.create(h5py.h5p.FILE_CREATE)
        creation.set_sizes(4, 4)
        made = h5py.File(h5py.h5f.create(name.encode(), h5py.h5f.ACC_TRUNC, creation))
    else:
        made = h5py.File(name, "w", **options)
    with made as f:
        {"refused.hdf5": refused, "endless.hdf5": endless}.get(name, fill_file)(f)
    if name not in ("refused.hdf5", "endless.hdf5"):
        with h5py.File(name) as f:
            texts.add(expected(f))
    with open(name, "rb") as raw:
        pack(name, raw.read())
    os.remove(name)
(text,) = texts
pack("expected.txt", text.encode())
