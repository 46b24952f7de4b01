// tlogcheck reads a log as any C2SP client would and believes nothing.
//
//	tlogcheck PREFIX VKEY [RECEIPT]
//
// PREFIX is the URL before /checkpoint.  Everything that decides comes from
// golang.org/x/mod/sumdb (note, tlog), which knows nothing of Placet: the
// checkpoint's signature, every tile against the root, every entry against
// its tile, proofs for every leaf, and the receipt's proof if there is one.
package main

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "tlogcheck: "+format+"\n", args...)
	os.Exit(1)
}

// A name under .localhost is this machine (RFC 6761), whatever DNS says.
var client = http.Client{Transport: &http.Transport{
	DialContext: func(c context.Context, network, addr string) (net.Conn, error) {
		host, port, _ := net.SplitHostPort(addr)
		if strings.HasSuffix(host, ".localhost") {
			addr = net.JoinHostPort("127.0.0.1", port)
		}
		return new(net.Dialer).DialContext(c, network, addr)
	},
}}

func get(url string) []byte {
	r, err := client.Get(url)
	if err != nil {
		fail("%v", err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(io.LimitReader(r.Body, 1<<24))
	if err != nil || r.StatusCode != 200 {
		fail("%s: %s %v", url, r.Status, err)
	}
	return data
}

// open checks the signature and takes origin, size and root out of the text.
func open(text []byte, vkey string) (string, tlog.Tree) {
	v, err := note.NewVerifier(vkey)
	if err != nil {
		fail("vkey: %v", err)
	}
	n, err := note.Open(text, note.VerifierList(v))
	if err != nil {
		fail("checkpoint: %v", err)
	}
	line := strings.Split(n.Text, "\n")
	if len(line) != 4 || line[0] != v.Name() {
		fail("checkpoint is not three lines of %s: %q", v.Name(), n.Text)
	}
	size, err := strconv.ParseInt(line[1], 10, 64)
	if err != nil {
		fail("size: %v", err)
	}
	root, err := base64.StdEncoding.DecodeString(line[2])
	if err != nil || len(root) != tlog.HashSize {
		fail("root: %q", line[2])
	}
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return line[0], tree
}

type reader struct{ prefix string }

func (r reader) Height() int { return 8 }

func (r reader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range tiles {
		// sumdb has the height in the path; C2SP has not.
		path := "tile/" + strings.TrimPrefix(t.Path(), "tile/8/")
		all = append(all, get(r.prefix+"/"+path))
	}
	return all, nil
}

func (r reader) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

// entries reads every bundle that the tree's size promises.
func entries(prefix string, size int64) [][]byte {
	var all [][]byte
	for n := int64(0); n*256 < size; n++ {
		t := tlog.Tile{H: 8, L: 0, N: n, W: 256}
		if size-n*256 < 256 {
			t.W = int(size - n*256)
		}
		path := strings.TrimPrefix(t.Path(), "tile/8/0/")
		data := get(prefix + "/tile/entries/" + path)
		for i := 0; i < t.W; i++ {
			if len(data) < 2 {
				fail("bundle %d is cut at entry %d", n, i)
			}
			w := int(binary.BigEndian.Uint16(data))
			if len(data) < 2+w {
				fail("bundle %d is cut in entry %d", n, i)
			}
			all = append(all, data[2:2+w])
			data = data[2+w:]
		}
		if len(data) != 0 {
			fail("bundle %d has %d bytes too many", n, len(data))
		}
	}
	return all
}

// receipt checks a tlog-proof against the entries of the log it came from.
func receipt(file, vkey string, all [][]byte, now tlog.Tree, hr tlog.HashReader) {
	data, err := os.ReadFile(file)
	if err != nil {
		fail("%v", err)
	}
	head, text, ok := strings.Cut(string(data), "\n\n")
	if !ok {
		fail("receipt: no empty line")
	}
	lines := strings.Split(head, "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		fail("receipt: %q", lines[0])
	}
	lines = lines[1:]
	if strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "index "), 10, 64)
	if err != nil {
		fail("receipt: %v", err)
	}
	var proof tlog.RecordProof
	for _, l := range lines[1:] {
		h, err := base64.StdEncoding.DecodeString(l)
		if err != nil || len(h) != tlog.HashSize {
			fail("receipt: hash %q", l)
		}
		var hash tlog.Hash
		copy(hash[:], h)
		proof = append(proof, hash)
	}
	_, then := open([]byte(text), vkey)
	leaf := tlog.RecordHash(all[index])
	if err := tlog.CheckRecord(proof, then.N, then.Hash, index, leaf); err != nil {
		fail("receipt: %v", err)
	}
	tp, err := tlog.ProveTree(now.N, then.N, hr)
	if err != nil {
		fail("consistency: %v", err)
	}
	if err := tlog.CheckTree(tp, now.N, now.Hash, then.N, then.Hash); err != nil {
		fail("receipt's tree is not a beginning of today's: %v", err)
	}
	fmt.Printf("receipt of leaf %d holds\n", index)
}

func main() {
	if len(os.Args) < 3 {
		fail("usage: tlogcheck PREFIX VKEY [RECEIPT]")
	}
	prefix, vkey := os.Args[1], os.Args[2]
	origin, tree := open(get(prefix+"/checkpoint"), vkey)
	hr := tlog.TileHashReader(tree, reader{prefix})
	root, err := tlog.TreeHash(tree.N, hr)
	if err != nil || root != tree.Hash {
		fail("root: %v", err)
	}
	all := entries(prefix, tree.N)
	for i, e := range all {
		n := int64(i)
		leaf := tlog.RecordHash(e)
		p, err := tlog.ProveRecord(tree.N, n, hr)
		if err != nil {
			fail("leaf %d: %v", i, err)
		}
		err = tlog.CheckRecord(p, tree.N, tree.Hash, n, leaf)
		if err != nil {
			fail("leaf %d: %v", i, err)
		}
	}
	if len(os.Args) > 3 {
		receipt(os.Args[3], vkey, all, tree, hr)
	}
	fmt.Printf("%s: %d leaves verified\n", origin, tree.N)
}
