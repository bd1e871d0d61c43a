// This is a generated file! Please edit source .ksy file and use kaitai-struct-compiler to rebuild

(function (root, factory) {
  if (typeof define === 'function' && define.amd) {
    define(['exports', 'kaitai-struct/KaitaiStream'], factory);
  } else if (typeof exports === 'object' && exports !== null && typeof exports.nodeType !== 'number') {
    factory(exports, require('kaitai-struct/KaitaiStream'));
  } else {
    factory(root.Records || (root.Records = {}), root.KaitaiStream);
  }
})(typeof self !== 'undefined' ? self : this, function (Records_, KaitaiStream) {
var Records = (function() {
  function Records(_io, _parent, _root) {
    this._io = _io;
    this._parent = _parent;
    this._root = _root || this;

    this._read();
  }
  Records.prototype._read = function() {
  }

  var Body = Records.Body = (function() {
    function Body(_io, _parent, _root) {
      this._io = _io;
      this._parent = _parent;
      this._root = _root;

      this._read();
    }
    Body.prototype._read = function() {
      this.id = this._io.readU4le();
      this.box = new Box(this._io, this, this._root);
    }

    return Body;
  })();

  var Box = Records.Box = (function() {
    function Box(_io, _parent, _root) {
      this._io = _io;
      this._parent = _parent;
      this._root = _root;

      this._read();
    }
    Box.prototype._read = function() {
      this.min = new Point(this._io, this, this._root);
      this.max = new Point(this._io, this, this._root);
    }

    return Box;
  })();

  var Capture = Records.Capture = (function() {
    function Capture(_io, _parent, _root) {
      this._io = _io;
      this._parent = _parent;
      this._root = _root;

      this._read();
    }
    Capture.prototype._read = function() {
      this.header = this._io.readBytes(24);
      this.items = [];
      var i = 0;
      while (!this._io.isEof()) {
        this.items.push(new Packet(this._io, this, this._root));
        i++;
      }
    }

    return Capture;
  })();

  var Ethernet = Records.Ethernet = (function() {
    function Ethernet(_io, _parent, _root) {
      this._io = _io;
      this._parent = _parent;
      this._root = _root;

      this._read();
    }
    Ethernet.prototype._read = function() {
      this.addresses = this._io.readBytes(12);
      this.etherType = this._io.readU2be();
      switch (this.etherType) {
      case 2048:
        this.body = new Ipv4(this._io, this, this._root);
        break;
      case 34525:
        this.body = new Ipv6(this._io, this, this._root);
        break;
      }
    }

    return Ethernet;
  })();

  var Ipv4 = Records.Ipv4 = (function() {
    function Ipv4(_io, _parent, _root) {
      this._io = _io;
      this._parent = _parent;
      this._root = _root;

      this._read();
    }
    Ipv4.prototype._read = function() {
      this.version = this._io.readBitsIntBe(4);
      this.ihl = this._io.readBitsIntBe(4);
      this._io.alignToByte();
      this.tos = this._io.readU1();
      this.totalLength = this._io.readU2be();
      this.identification = this._io.readU2be();
      this.flags = this._io.readBitsIntBe(3);
      this.fragmentOffset = this._io.readBitsIntBe(13);
      this._io.alignToByte();
      this.ttl = this._io.readU1();
      this.protocol = this._io.readU1();
      this.checksum = this._io.readU2be();
      this.source = this._io.readU4be();
      this.destination = this._io.readU4be();
      this.options = this._io.readBytes(this.ihl * 4 - 20);
      switch ((this.fragmentOffset == 0 ? this.protocol : 255)) {
      case 17:
        this._raw_body = this._io.readBytes(this.totalLength - this.ihl * 4);
        var _io__raw_body = new KaitaiStream(this._raw_body);
        this.body = new Udp(_io__raw_body, this, this._root);
        break;
      case 6:
        this._raw_body = this._io.readBytes(this.totalLength - this.ihl * 4);
        var _io__raw_body = new KaitaiStream(this._raw_body);
        this.body = new Tcp(_io__raw_body, this, this._root);
        break;
      default:
        this.body = this._io.readBytes(this.totalLength - this.ihl * 4);
        break;
      }
    }

    return Ipv4;
  })();

  var Ipv6 = Records.Ipv6 = (function() {
    function Ipv6(_io, _parent, _root) {
      this._io = _io;
      this._parent = _parent;
      this._root = _root;

      this._read();
    }
    Ipv6.prototype._read = function() {
      this.version = this._io.readBitsIntBe(4);
      this.trafficClass = this._io.readBitsIntBe(8);
      this.flowLabel = this._io.readBitsIntBe(20);
      this._io.alignToByte();
      this.payloadLength = this._io.readU2be();
      this.nextHeader = this._io.readU1();
      this.hopLimit = this._io.readU1();
      this.addresses = this._io.readBytes(32);
      switch (this.nextHeader) {
      case 17:
        this._raw_body = this._io.readBytes(this.payloadLength);
        var _io__raw_body = new KaitaiStream(this._raw_body);
        this.body = new Udp(_io__raw_body, this, this._root);
        break;
      case 6:
        this._raw_body = this._io.readBytes(this.payloadLength);
        var _io__raw_body = new KaitaiStream(this._raw_body);
        this.body = new Tcp(_io__raw_body, this, this._root);
        break;
      default:
        this.body = this._io.readBytes(this.payloadLength);
        break;
      }
    }

    return Ipv6;
  })();

  var Packet = Records.Packet = (function() {
    function Packet(_io, _parent, _root) {
      this._io = _io;
      this._parent = _parent;
      this._root = _root;

      this._read();
    }
    Packet.prototype._read = function() {
      this.seconds = this._io.readU4le();
      this.fraction = this._io.readU4le();
      this.captured = this._io.readU4le();
      this.wire = this._io.readU4le();
      this._raw_frame = this._io.readBytes(this.captured);
      var _io__raw_frame = new KaitaiStream(this._raw_frame);
      this.frame = new Ethernet(_io__raw_frame, this, this._root);
    }

    return Packet;
  })();

  var Particle = Records.Particle = (function() {
    function Particle(_io, _parent, _root) {
      this._io = _io;
      this._parent = _parent;
      this._root = _root;

      this._read();
    }
    Particle.prototype._read = function() {
      this.id = this._io.readU4le();
      this.flags = this._io.readU2le();
      this.kind = this._io.readU1();
      this.level = this._io.readU1();
      this.x = this._io.readF4le();
      this.y = this._io.readF4le();
      this.z = this._io.readF4le();
      this.mass = this._io.readF4le();
      this.energy = this._io.readF8le();
      this.ts = this._io.readU8le();
      this.name = KaitaiStream.bytesToStr(KaitaiStream.bytesTerminate(this._io.readBytes(16), 0, false), "ASCII");
    }

    return Particle;
  })();

  var Particles = Records.Particles = (function() {
    function Particles(_io, _parent, _root) {
      this._io = _io;
      this._parent = _parent;
      this._root = _root;

      this._read();
    }
    Particles.prototype._read = function() {
      this.items = [];
      var i = 0;
      while (!this._io.isEof()) {
        this.items.push(new Particle(this._io, this, this._root));
        i++;
      }
    }

    return Particles;
  })();

  var Point = Records.Point = (function() {
    function Point(_io, _parent, _root) {
      this._io = _io;
      this._parent = _parent;
      this._root = _root;

      this._read();
    }
    Point.prototype._read = function() {
      this.x = this._io.readF4le();
      this.y = this._io.readF4le();
      this.z = this._io.readF4le();
    }

    return Point;
  })();

  var Scene = Records.Scene = (function() {
    function Scene(_io, _parent, _root) {
      this._io = _io;
      this._parent = _parent;
      this._root = _root;

      this._read();
    }
    Scene.prototype._read = function() {
      this.stamp = this._io.readU4le();
      this.body = new Body(this._io, this, this._root);
    }

    return Scene;
  })();

  var Scenes = Records.Scenes = (function() {
    function Scenes(_io, _parent, _root) {
      this._io = _io;
      this._parent = _parent;
      this._root = _root;

      this._read();
    }
    Scenes.prototype._read = function() {
      this.items = [];
      var i = 0;
      while (!this._io.isEof()) {
        this.items.push(new Scene(this._io, this, this._root));
        i++;
      }
    }

    return Scenes;
  })();

  var Segment = Records.Segment = (function() {
    function Segment(_io, _parent, _root) {
      this._io = _io;
      this._parent = _parent;
      this._root = _root;

      this._read();
    }
    Segment.prototype._read = function() {
      this.version = this._io.readBitsIntBe(4);
      this.ihl = this._io.readBitsIntBe(4);
      this.dscp = this._io.readBitsIntBe(6);
      this.ecn = this._io.readBitsIntBe(2);
      this._io.alignToByte();
      this.totalLength = this._io.readU2be();
      this.identification = this._io.readU2be();
      this.reserved = this._io.readBitsIntBe(1) != 0;
      this.dontFragment = this._io.readBitsIntBe(1) != 0;
      this.moreFragments = this._io.readBitsIntBe(1) != 0;
      this.fragmentOffset = this._io.readBitsIntBe(13);
      this._io.alignToByte();
      this.ttl = this._io.readU1();
      this.protocol = this._io.readU1();
      this.headerChecksum = this._io.readU2be();
      this.source = this._io.readU4be();
      this.destination = this._io.readU4be();
      this.sourcePort = this._io.readU2be();
      this.destinationPort = this._io.readU2be();
      this.sequenceNumber = this._io.readU4be();
      this.acknowledgmentNumber = this._io.readU4be();
      this.dataOffset = this._io.readBitsIntBe(4);
      this.reserved2 = this._io.readBitsIntBe(4);
      this.cwr = this._io.readBitsIntBe(1) != 0;
      this.ece = this._io.readBitsIntBe(1) != 0;
      this.urg = this._io.readBitsIntBe(1) != 0;
      this.ack = this._io.readBitsIntBe(1) != 0;
      this.psh = this._io.readBitsIntBe(1) != 0;
      this.rst = this._io.readBitsIntBe(1) != 0;
      this.syn = this._io.readBitsIntBe(1) != 0;
      this.fin = this._io.readBitsIntBe(1) != 0;
      this._io.alignToByte();
      this.window = this._io.readU2be();
      this.checksum = this._io.readU2be();
      this.urgentPointer = this._io.readU2be();
    }

    return Segment;
  })();

  var Segments = Records.Segments = (function() {
    function Segments(_io, _parent, _root) {
      this._io = _io;
      this._parent = _parent;
      this._root = _root;

      this._read();
    }
    Segments.prototype._read = function() {
      this.items = [];
      var i = 0;
      while (!this._io.isEof()) {
        this.items.push(new Segment(this._io, this, this._root));
        i++;
      }
    }

    return Segments;
  })();

  var Tcp = Records.Tcp = (function() {
    function Tcp(_io, _parent, _root) {
      this._io = _io;
      this._parent = _parent;
      this._root = _root;

      this._read();
    }
    Tcp.prototype._read = function() {
      this.sourcePort = this._io.readU2be();
      this.destinationPort = this._io.readU2be();
      this.sequenceNumber = this._io.readU4be();
      this.acknowledgmentNumber = this._io.readU4be();
      this.dataOffset = this._io.readBitsIntBe(4);
      this.reserved = this._io.readBitsIntBe(4);
      this.cwr = this._io.readBitsIntBe(1) != 0;
      this.ece = this._io.readBitsIntBe(1) != 0;
      this.urg = this._io.readBitsIntBe(1) != 0;
      this.ack = this._io.readBitsIntBe(1) != 0;
      this.psh = this._io.readBitsIntBe(1) != 0;
      this.rst = this._io.readBitsIntBe(1) != 0;
      this.syn = this._io.readBitsIntBe(1) != 0;
      this.fin = this._io.readBitsIntBe(1) != 0;
      this._io.alignToByte();
      this.window = this._io.readU2be();
      this.checksum = this._io.readU2be();
      this.urgentPointer = this._io.readU2be();
      this.options = this._io.readBytes(this.dataOffset * 4 - 20);
    }

    return Tcp;
  })();

  var Texts = Records.Texts = (function() {
    function Texts(_io, _parent, _root) {
      this._io = _io;
      this._parent = _parent;
      this._root = _root;

      this._read();
    }
    Texts.prototype._read = function() {
      this.short = KaitaiStream.bytesToStr(this._io.readBytes(8), "UTF-8");
      this.middle = KaitaiStream.bytesToStr(this._io.readBytes(32), "UTF-8");
      this.long = KaitaiStream.bytesToStr(this._io.readBytes(256), "UTF-8");
    }

    return Texts;
  })();

  var TextsList = Records.TextsList = (function() {
    function TextsList(_io, _parent, _root) {
      this._io = _io;
      this._parent = _parent;
      this._root = _root;

      this._read();
    }
    TextsList.prototype._read = function() {
      this.items = [];
      var i = 0;
      while (!this._io.isEof()) {
        this.items.push(new Texts(this._io, this, this._root));
        i++;
      }
    }

    return TextsList;
  })();

  var Udp = Records.Udp = (function() {
    function Udp(_io, _parent, _root) {
      this._io = _io;
      this._parent = _parent;
      this._root = _root;

      this._read();
    }
    Udp.prototype._read = function() {
      this.sourcePort = this._io.readU2be();
      this.destinationPort = this._io.readU2be();
      this.length = this._io.readU2be();
      this.checksum = this._io.readU2be();
    }

    return Udp;
  })();

  return Records;
})();
Records_.Records = Records;
});
