#pragma once
#ifdef __cplusplus
extern "C" {
#endif
int cnumbertext_version(void);
#ifdef __cplusplus
}
#endif
