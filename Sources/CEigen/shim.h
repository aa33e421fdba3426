// Headers in C++ alone: nothing for C to see. The module carries where pkg-config finds them.
